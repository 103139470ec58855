#include "services/auth/rpc/identity_message.h"

#include <nlohmann/json.hpp>
#include <string>

#include "libs/authn/access_token.h"
#include "services/auth/rpc/tenant_message.h"
#include "services/auth/rpc/terms_message.h"
#include "services/auth/rpc/timestamp.h"
#include "services/auth/rpc/workflow_message.h"

namespace enlace::auth::rpc {
namespace {

void WriteUser(const User& user, v1::User& message) {
  message.set_id(user.id.ToString());
  message.set_email(user.email);
  message.set_first_name(user.first_name);
  message.set_last_name(user.last_name);
  if (!user.phone.empty()) message.set_phone(user.phone);
  *message.mutable_created_at() = TimestampOf(user.created_at);
  if (user.email_verified_at) {
    *message.mutable_email_verified_at() = TimestampOf(*user.email_verified_at);
  }
  if (user.mfa_enabled_at) {
    *message.mutable_mfa_enabled_at() = TimestampOf(*user.mfa_enabled_at);
  }
}

const char* NameOf(SignInStep step) {
  switch (step) {
    case SignInStep::kCode:
      return "CODE_REQUIRED";
    case SignInStep::kEnrollment:
      return "ENROLLMENT_REQUIRED";
    default:
      return "PASSWORD_CHANGE_REQUIRED";
  }
}

void WriteMembership(const Membership& membership, v1::Membership& message) {
  message.set_tenant_id(membership.tenant_id.ToString());
  message.set_tenant_name(membership.tenant_name);
  message.set_tenant_slug(membership.tenant_slug);
  message.set_role(static_cast<common::v1::Role>(membership.role));
}

void WriteSignIn(const SignedIn& signed_in, core::Language language, v1::SignInResponse& message) {
  message.set_token_type("Bearer");
  if (!signed_in.mfa_token.empty()) message.set_mfa_token(signed_in.mfa_token);
  for (const auto& code : signed_in.recovery_codes) message.add_recovery_codes(code);
  if (!signed_in.reset_token.empty()) message.set_reset_token(signed_in.reset_token);
  if (signed_in.next != SignInStep::kNone) {
    message.set_next(NameOf(signed_in.next));
    return;
  }
  // The second factor of who has one was not seen yet while there are no tokens.
  if (signed_in.tokens || !signed_in.user.mfa_enabled_at) {
    WriteUser(signed_in.user, *message.mutable_user());
  }
  for (const auto& membership : signed_in.memberships) {
    WriteMembership(membership, *message.add_memberships());
  }
  if (signed_in.tenant) WriteTenant(*signed_in.tenant, message.mutable_tenant());
  for (const auto& workflow : signed_in.workflows)
    WriteWorkflow(workflow, *message.add_workflows());
  if (!signed_in.tokens) return;
  for (const auto& terms : signed_in.pending_terms) {
    WritePendingTerms(terms, language, *message.add_pending_terms());
  }
  message.set_access_token(signed_in.tokens->access_token);
  message.set_refresh_token(signed_in.tokens->refresh_token);
  message.set_expires_in(
      static_cast<std::int32_t>(absl::ToInt64Seconds(authn::kAccessTokenLifetime)));
}

}  // namespace

db::TenantContext Anybody(const enlace::rpc::Call& call) { return call.context_for(core::Ulid()); }

absl::Status AnswerSignIn(const enlace::rpc::Call& call, const absl::StatusOr<SignedIn>& signed_in,
                          v1::SignInResponse& response) {
  if (!signed_in.ok()) return signed_in.status();
  WriteSignIn(*signed_in, call.audience_language(), response);
  return absl::OkStatus();
}

RegistrationRequest ReadRegistration(const enlace::rpc::Call& call,
                                     const v1::RegisterClinicRequest& request) {
  return {.clinic_name = request.clinic_name(),
          .clinic_phone = request.clinic_phone(),
          .clinic_address = request.clinic_address(),
          .owner_first_name = request.owner_first_name(),
          .owner_last_name = request.owner_last_name(),
          .owner_email = request.owner_email(),
          .owner_phone = request.owner_phone(),
          .password = request.password(),
          .role = request.role(),
          .license_number = request.license_number(),
          .specialization = request.specialization(),
          .owner_doc_type_id = request.owner_doc_type_id(),
          .owner_doc_number = request.owner_doc_number(),
          .language = call.audience_language()};
}

void WriteSession(const SessionSummary& session, v1::Session& message) {
  message.set_id(session.id.ToString());
  message.set_tenant_id(session.tenant_id.ToString());
  message.set_tenant_name(session.tenant_name);
  *message.mutable_created_at() = TimestampOf(session.created_at);
  *message.mutable_expires_at() = TimestampOf(session.expires_at);
  message.set_ip(session.ip);
  message.set_user_agent(session.user_agent);
}

void WriteTokenKeys(const authn::TokenKeySet& keys, v1::TokenKeySet& message) {
  const auto set = nlohmann::json::parse(keys.ToJwks());
  for (const auto& key : set.at("keys")) {
    auto& one = *message.add_keys();
    one.set_kty(key.at("kty").get<std::string>());
    one.set_crv(key.at("crv").get<std::string>());
    one.set_x(key.at("x").get<std::string>());
    one.set_kid(key.at("kid").get<std::string>());
    one.set_use(key.at("use").get<std::string>());
    one.set_alg(key.at("alg").get<std::string>());
  }
}

}  // namespace enlace::auth::rpc
