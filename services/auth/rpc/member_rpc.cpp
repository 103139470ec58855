#include "services/auth/rpc/member_rpc.h"

#include <utility>
#include <vector>

#include "libs/core/reasons.h"
#include "libs/rpc/tenant_id.h"
#include "services/auth/rpc/doctor_client.h"
#include "services/auth/rpc/id_page.h"
#include "services/auth/rpc/member_message.h"

namespace enlace::auth::rpc {
namespace {

using enlace::rpc::Call;

absl::Status Disclose(Call& call, const absl::StatusOr<Member>& member, v1::Member& response) {
  if (!member.ok()) return member.status();
  call.Disclose("Membership", member->id);
  WriteMember(*member, response);
  return absl::OkStatus();
}

}  // namespace

MemberRpc::MemberRpc(enlace::rpc::Pipeline& pipeline, MemberService& members,
                     DoctorService& doctors, AdministratorService& administrators, MfaService& mfa,
                     enlace::appointment::v1::DirectoryService::StubInterface& directory,
                     const enlace::rpc::PageTokens& page_tokens)
    : UnaryService(pipeline),
      members_(members),
      doctors_(doctors),
      administrators_(administrators),
      mfa_(mfa),
      directory_(directory),
      page_tokens_(page_tokens) {
  AddMemberRpcs();
  AddNewcomerRpcs();
  AddInvitationRpcs();
}

void MemberRpc::AddMemberRpcs() {
  Add<v1::ListMembersRequest, v1::ListMembersResponse>(
      "ListMembers",
      [this](Call& call, const v1::ListMembersRequest& req,
             v1::ListMembersResponse& res) -> absl::Status {
        std::vector<core::Violation> violations;
        const auto page = ReadIdPage(page_tokens_, call, req, violations);
        if (!violations.empty()) return core::InvalidFields(std::move(violations));
        // One more than the page holds tells whether there is another page.
        const auto members =
            members_.List(call.tenant_context(), page.after, page.size + 1, call.deadline());
        if (!members.ok()) return members.status();
        for (const auto& member : *members) {
          if (res.members_size() == page.size) {
            res.set_next_page_token(page_tokens_.Make(call.principal().tenant_id, req,
                                                      res.members(page.size - 1).id()));
            break;
          }
          call.Disclose("Membership", member.id);
          WriteMember(member, *res.add_members());
        }
        return absl::OkStatus();
      });
  Add<v1::GetMemberRequest, v1::Member>(
      "GetMember",
      [this](Call& call, const v1::GetMemberRequest& req, v1::Member& res) -> absl::Status {
        const auto id = core::Ulid::Parse(req.id());
        if (!id) return core::refusal::NotFoundMember();
        return Disclose(call, members_.Get(call.tenant_context(), *id, call.deadline()), res);
      });
  Add<v1::UpdateMemberRequest, v1::Member>(
      "UpdateMember",
      [this](Call& call, const v1::UpdateMemberRequest& req, v1::Member& res) -> absl::Status {
        const auto id = core::Ulid::Parse(req.id());
        if (!id) return core::refusal::NotFoundMember();
        std::vector<core::Violation> violations;
        auto changes = ReadMemberChanges(req, violations);
        return Disclose(call,
                        members_.Update(call.tenant_context(), *id, std::move(changes),
                                        std::move(violations), call.if_match(), call.deadline()),
                        res);
      });
  Add<v1::ResetMemberMfaRequest, google::protobuf::Empty>(
      "ResetMemberMfa",
      [this](Call& call, const v1::ResetMemberMfaRequest& req,
             google::protobuf::Empty&) -> absl::Status {
        const auto id = core::Ulid::Parse(req.id());
        if (!id) return core::refusal::NotFoundMember();
        return mfa_.Reset(call.tenant_context(), call.principal().id, *id, call.audience_language(),
                          call.deadline());
      });
}

void MemberRpc::AddNewcomerRpcs() {
  Add<v1::AddDoctorRequest, v1::AddDoctorResponse>(
      "AddDoctor",
      [this](Call& call, const v1::AddDoctorRequest& req,
             v1::AddDoctorResponse& res) -> absl::Status {
        DoctorClient directory(directory_, call);
        const auto doctor =
            doctors_.Add(call.tenant_context(), call.principal().id, ReadDoctor(req),
                         call.audience_language(), directory, call.deadline());
        if (!doctor.ok()) return doctor.status();
        // What is only tried is told to nobody: neither ids, nor whether the e-mail has a user.
        if (call.stores()) WriteDoctor(*doctor, res);
        return absl::OkStatus();
      });
  Add<v1::AddAdministratorRequest, v1::AddAdministratorResponse>(
      "AddAdministrator",
      [this](Call& call, const v1::AddAdministratorRequest& req,
             v1::AddAdministratorResponse& res) -> absl::Status {
        const auto tenant = enlace::rpc::TenantIdOf(req.tenant_id());
        if (!tenant) return core::refusal::NotFoundTenant();
        const auto newcomer = administrators_.Add(
            call.context_for(*tenant),
            {.email = req.email(), .first_name = req.first_name(), .last_name = req.last_name()},
            call.deadline());
        if (!newcomer.ok()) return newcomer.status();
        if (call.stores()) WriteAdministrator(*newcomer, res);
        return absl::OkStatus();
      });
}

void MemberRpc::AddInvitationRpcs() {
  Add<v1::CreateInvitationRequest, v1::Invitation>(
      "CreateInvitation",
      [this](Call& call, const v1::CreateInvitationRequest& req,
             v1::Invitation& res) -> absl::Status {
        const auto invitation =
            members_.Invite(call.tenant_context(), call.principal().id, ReadInvitation(req),
                            call.audience_language(), call.deadline());
        if (!invitation.ok()) return invitation.status();
        WriteInvitation(*invitation, res);
        return absl::OkStatus();
      });
  Add<v1::ListInvitationsRequest, v1::ListInvitationsResponse>(
      "ListInvitations",
      [this](Call& call, const v1::ListInvitationsRequest& req,
             v1::ListInvitationsResponse& res) -> absl::Status {
        std::vector<core::Violation> violations;
        const auto page = ReadIdPage(page_tokens_, call, req, violations);
        if (!violations.empty()) return core::InvalidFields(std::move(violations));
        const auto invitations = members_.ListInvitations(call.tenant_context(), page.after,
                                                          page.size + 1, call.deadline());
        if (!invitations.ok()) return invitations.status();
        for (const auto& invitation : *invitations) {
          if (res.invitations_size() == page.size) {
            res.set_next_page_token(page_tokens_.Make(call.principal().tenant_id, req,
                                                      res.invitations(page.size - 1).id()));
            break;
          }
          call.Disclose("Invitation", invitation.id);
          WriteInvitation(invitation, *res.add_invitations());
        }
        return absl::OkStatus();
      });
  Add<v1::WithdrawInvitationRequest, google::protobuf::Empty>(
      "WithdrawInvitation",
      [this](Call& call, const v1::WithdrawInvitationRequest& req,
             google::protobuf::Empty&) -> absl::Status {
        const auto id = core::Ulid::Parse(req.id());
        if (!id) return core::refusal::NotFoundInvitation();
        return members_.Withdraw(call.tenant_context(), *id, call.deadline());
      });
}

}  // namespace enlace::auth::rpc
