#include "services/auth/rpc/identity_rpc.h"

#include "libs/core/reasons.h"
#include "services/auth/rpc/identity_message.h"

namespace enlace::auth::rpc {

using enlace::rpc::Call;

IdentityRpc::IdentityRpc(enlace::rpc::Pipeline& pipeline, SignInService& sign_ins,
                         SessionService& sessions, PasswordService& passwords,
                         AccountService& accounts, MfaService& mfa, ActingService& acting,
                         const authn::TokenKeySet& token_keys)
    : UnaryService(pipeline),
      sign_ins_(sign_ins),
      sessions_(sessions),
      passwords_(passwords),
      accounts_(accounts),
      mfa_(mfa),
      acting_(acting),
      token_keys_(token_keys) {
  AddSignInRpcs();
  AddSessionRpcs();
  AddAccountRpcs();
  AddMfaRpcs();
}

void IdentityRpc::AddSignInRpcs() {
  Add<v1::RegisterClinicRequest, v1::SignInResponse>(
      "RegisterClinic",
      [this](Call& call, const v1::RegisterClinicRequest& req, v1::SignInResponse& res) {
        return AnswerSignIn(
            call, sign_ins_.Register(Anybody(call), ReadRegistration(call, req), call.deadline()),
            res);
      });
  Add<v1::LoginRequest, v1::SignInResponse>(
      "Login", [this](Call& call, const v1::LoginRequest& req, v1::SignInResponse& res) {
        return AnswerSignIn(call,
                            sign_ins_.Login(Anybody(call), req.email(), req.password(),
                                            req.tenant_id(), call.deadline()),
                            res);
      });
  Add<v1::RefreshTokensRequest, v1::SignInResponse>(
      "RefreshTokens",
      [this](Call& call, const v1::RefreshTokensRequest& req, v1::SignInResponse& res) {
        return AnswerSignIn(
            call, sign_ins_.Refresh(Anybody(call), req.refresh_token(), call.deadline()), res);
      });
  Add<v1::SwitchTenantRequest, v1::SignInResponse>(
      "SwitchTenant",
      [this](Call& call, const v1::SwitchTenantRequest& req, v1::SignInResponse& res) {
        return AnswerSignIn(call,
                            sign_ins_.SwitchTenant(Anybody(call), call.principal().id,
                                                   req.tenant_id(), call.deadline()),
                            res);
      });
  Add<v1::ActAsRequest, v1::SignInResponse>(
      "ActAs", [this](Call& call, const v1::ActAsRequest& req, v1::SignInResponse& res) {
        return AnswerSignIn(call,
                            acting_.ActAs(Anybody(call), call.principal().id, req.tenant_id(),
                                          req.reason(), call.deadline()),
                            res);
      });
}

void IdentityRpc::AddSessionRpcs() {
  Add<v1::LogoutRequest, google::protobuf::Empty>(
      "Logout", [this](Call& call, const v1::LogoutRequest&, google::protobuf::Empty&) {
        return sessions_.End(call.tenant_context(), call.principal().id,
                             call.principal().session_id, call.deadline());
      });
  Add<v1::ListSessionsRequest, v1::ListSessionsResponse>(
      "ListSessions",
      [this](Call& call, const v1::ListSessionsRequest&,
             v1::ListSessionsResponse& res) -> absl::Status {
        const auto sessions = sessions_.List(call.principal().id, call.deadline());
        if (!sessions.ok()) return sessions.status();
        for (const auto& session : *sessions) {
          WriteSession(session, *res.add_sessions());
          res.mutable_sessions()->rbegin()->set_current(session.id == call.principal().session_id);
        }
        return absl::OkStatus();
      });
  Add<v1::EndSessionRequest, google::protobuf::Empty>(
      "EndSession",
      [this](Call& call, const v1::EndSessionRequest& req,
             google::protobuf::Empty&) -> absl::Status {
        const auto id = core::Ulid::Parse(req.id());
        if (!id) return core::refusal::NotFoundSession();
        return sessions_.End(call.tenant_context(), call.principal().id, *id, call.deadline());
      });
  Add<v1::ChangePasswordRequest, google::protobuf::Empty>(
      "ChangePassword",
      [this](Call& call, const v1::ChangePasswordRequest& req, google::protobuf::Empty&) {
        return passwords_.Change(call.tenant_context(), call.principal(), req.password(),
                                 req.new_password(), call.deadline());
      });
  Add<v1::LogoutAllRequest, google::protobuf::Empty>(
      "LogoutAll", [this](Call& call, const v1::LogoutAllRequest&, google::protobuf::Empty&) {
        return sessions_.EndAll(call.tenant_context(), call.principal().id, call.deadline());
      });
  Add<v1::GetTokenKeysRequest, v1::TokenKeySet>(
      "GetTokenKeys", [this](Call&, const v1::GetTokenKeysRequest&, v1::TokenKeySet& res) {
        WriteTokenKeys(token_keys_, res);
        return absl::OkStatus();
      });
}

}  // namespace enlace::auth::rpc
