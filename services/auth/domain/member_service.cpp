#include "services/auth/domain/member_service.h"

#include <utility>

namespace enlace::auth {

absl::StatusOr<Member> MemberService::Get(const db::TenantContext& context, const core::Ulid& id,
                                          absl::Time deadline) {
  return members_.Get(context, id, deadline);
}

absl::StatusOr<std::vector<Member>> MemberService::List(const db::TenantContext& context,
                                                        const std::optional<core::Ulid>& after,
                                                        int limit, absl::Time deadline) {
  return members_.List(context, after, limit, deadline);
}

absl::StatusOr<Member> MemberService::Update(const db::TenantContext& context, const core::Ulid& id,
                                             MemberChanges changes,
                                             std::vector<core::Violation> violations,
                                             const core::VersionMatch& if_match,
                                             absl::Time deadline) {
  CheckMemberChanges(changes, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  if (!changes.empty())
    return members_.Update(context, id, changes, if_match, clock_.Now(), deadline);
  auto member = members_.Get(context, id, deadline);
  if (!member.ok()) return member;
  if (auto status = if_match.Check(member->version); !status.ok()) return status;
  return member;
}

absl::StatusOr<Invitation> MemberService::Invite(const db::TenantContext& context,
                                                 const core::Ulid& inviter,
                                                 const InvitationRequest& request,
                                                 core::Language language, absl::Time deadline) {
  std::vector<core::Violation> violations;
  auto invitation = CheckInvitation(request, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  const auto mail = MakeMail(MailKind::kInvitation, invitation.email, language, clock_.Now());
  invitation.id = mail.id;
  invitation.created_at = mail.created_at;
  invitation.expires_at = mail.expires_at;
  if (auto status = members_.Invite(context, inviter, invitation, mail, deadline); !status.ok()) {
    return status;
  }
  return invitation;
}

absl::StatusOr<std::vector<Invitation>> MemberService::ListInvitations(
    const db::TenantContext& context, const std::optional<core::Ulid>& after, int limit,
    absl::Time deadline) {
  return members_.ListInvitations(context, after, limit, clock_.Now(), deadline);
}

absl::Status MemberService::Withdraw(const db::TenantContext& context, const core::Ulid& id,
                                     absl::Time deadline) {
  return members_.Withdraw(context, id, clock_.Now(), deadline);
}

}  // namespace enlace::auth
