#include "services/auth/rpc/identity_message.h"
#include "services/auth/rpc/identity_rpc.h"

namespace enlace::auth::rpc {

using enlace::rpc::Call;
using google::protobuf::Empty;

void IdentityRpc::AddAccountRpcs() {
  Add<v1::VerifyEmailRequest, Empty>(
      "VerifyEmail", [this](Call& call, const v1::VerifyEmailRequest& req, Empty&) {
        return accounts_.VerifyEmail(Anybody(call), req.token(), call.deadline());
      });
  Add<v1::SendVerificationRequest, Empty>(
      "SendVerification", [this](Call& call, const v1::SendVerificationRequest&, Empty&) {
        return accounts_.SendVerification(call.tenant_context(), call.principal().id,
                                          call.audience_language(), call.deadline());
      });
  Add<v1::ForgotPasswordRequest, Empty>(
      "ForgotPassword", [this](Call& call, const v1::ForgotPasswordRequest& req, Empty&) {
        return accounts_.ForgotPassword(Anybody(call), req.email(), call.audience_language(),
                                        call.deadline());
      });
  Add<v1::ResetPasswordRequest, Empty>(
      "ResetPassword", [this](Call& call, const v1::ResetPasswordRequest& req, Empty&) {
        return accounts_.ResetPassword(Anybody(call), req.token(), req.new_password(),
                                       call.audience_language(), call.deadline());
      });
  Add<v1::AcceptInvitationRequest, v1::SignInResponse>(
      "AcceptInvitation",
      [this](Call& call, const v1::AcceptInvitationRequest& req, v1::SignInResponse& res) {
        const AcceptanceRequest request{.token = req.token(),
                                        .password = req.password(),
                                        .first_name = req.first_name(),
                                        .last_name = req.last_name()};
        return AnswerSignIn(
            call, accounts_.AcceptInvitation(Anybody(call), request, call.deadline()), res);
      });
  Add<v1::GetMailLinkRequest, v1::MailLink>(
      "GetMailLink",
      [this](Call& call, const v1::GetMailLinkRequest& req, v1::MailLink& res) -> absl::Status {
        const auto link = accounts_.GetLink(req.token(), call.deadline());
        if (!link.ok()) return link.status();
        // To who opens it both are the same.
        const auto kind =
            link->kind == MailKind::kTemporaryPassword ? MailKind::kResetPassword : link->kind;
        res.set_kind(std::string(MailKindName(kind)));
        res.set_email(link->recipient);
        res.set_clinic_name(link->clinic_name);
        res.set_has_user(link->user_id.has_value());
        return absl::OkStatus();
      });
}

void IdentityRpc::AddMfaRpcs() {
  Add<v1::EnrollMfaRequest, v1::MfaEnrollment>(
      "EnrollMfa",
      [this](Call& call, const v1::EnrollMfaRequest& req, v1::MfaEnrollment& res) -> absl::Status {
        const auto enrolled = mfa_.Enroll(req.mfa_token(), req.code(), call.deadline());
        if (!enrolled.ok()) return enrolled.status();
        res.set_secret(enrolled->secret);
        res.set_uri(enrolled->uri);
        return absl::OkStatus();
      });
  Add<v1::VerifyMfaRequest, v1::SignInResponse>(
      "VerifyMfa", [this](Call& call, const v1::VerifyMfaRequest& req, v1::SignInResponse& res) {
        return AnswerSignIn(
            call, mfa_.Verify(Anybody(call), req.mfa_token(), req.code(), call.deadline()), res);
      });
}

}  // namespace enlace::auth::rpc
