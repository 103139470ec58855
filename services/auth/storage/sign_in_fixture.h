#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "libs/core/reasons.h"
#include "libs/metrics/registry.h"
#include "services/auth/domain/sign_in_service.h"
#include "services/auth/storage/attempt_repository.h"
#include "services/auth/storage/auth_fixture.h"
#include "services/auth/storage/mail_repository.h"
#include "services/auth/storage/session_repository.h"
#include "services/auth/storage/user_repository.h"
#include "services/auth/storage/workflow_repository.h"

namespace enlace::auth {

inline const std::string kPassword = "siete colibríes en el patio";

// People who register and sign in, over a fresh database.
struct SignInFixture : AuthFixture {
  storage::PostgresUserRepository users{*platform};
  storage::PostgresSessionRepository session_rows{*platform};
  storage::PostgresAttemptRepository attempts{*platform};
  PasswordGate gate;
  storage::PostgresMailRepository mails{*platform};
  MailTokens tokens{*core::DataKeys::FromHex(std::string(64, 'c'))};
  MfaTokens mfa_tokens{*core::DataKeys::FromHex(std::string(64, 'c'))};
  metrics::Registry registry;
  SignInThrottle throttle{attempts, hasher, clock, registry.AddCounter("slowed", "Slowed down.")};
  SessionService sessions{session_rows, token_keys.signing, hasher, clock};
  storage::PostgresWorkflowRepository workflows{*own};
  SignInService sign_ins{{.users = users,
                          .tenants = tenant_rows,
                          .sessions = sessions,
                          .gate = gate,
                          .throttle = throttle,
                          .mfa_tokens = mfa_tokens,
                          .workflows = workflows,
                          .mails = mails,
                          .mail_tokens = tokens,
                          .clock = clock}};

  // Each caller has an address of its own: what one may do in a row is tested apart.
  db::TenantContext Caller() {
    return {.actor_id = core::Ulid().ToString(),
            .request_id = "request-1",
            .ip = absl::StrCat("203.0.113.", ++callers)};
  }
  int callers = 0;

  static RegistrationRequest Request(const std::string& clinic, const std::string& email) {
    return {.clinic_name = clinic,
            .clinic_phone = "",
            .clinic_address = "",
            .owner_first_name = "Lucía",
            .owner_last_name = "Herrera",
            .owner_email = email,
            .owner_phone = "",
            .password = kPassword,
            .role = ""};
  }
  // In a clinic that asks nobody for a second factor but auditors.
  auto Register(const std::string& clinic, const std::string& email = "lucia@example.com") {
    auto made = sign_ins.Register(Caller(), Request(clinic, email), Deadline());
    if (made.ok() && made->tenant) RequireMfa(*made->tenant, false);
    return made;
  }
  // Leaves no record, which tests count.
  void RequireMfa(const Tenant& tenant, bool required) {
    testing::RunSql(
        absl::StrCat(files.AdminUrl(), " options='-c session_replication_role=replica'"),
        "UPDATE tenants SET settings = jsonb_build_object('mfaRequired', $2::boolean)"
        " WHERE tenant_id = $1",
        db::Params().Id(tenant.id).Bool(required));
  }
  SignedIn MustRegister(const std::string& clinic, const std::string& email = "lucia@example.com") {
    auto made = Register(clinic, email);
    INFO(made.status().ToString());
    REQUIRE(made.ok());
    return *std::move(made);
  }
  auto Login(const std::string& email, const std::string& password,
             const std::string& tenant_id = "") {
    return sign_ins.Login(Caller(), email, password, tenant_id, Deadline());
  }
  auto Refresh(const std::string& token) { return sign_ins.Refresh(Caller(), token, Deadline()); }
  // Whether the access token lets its owner in.
  bool Works(const std::string& access_token) {
    return Resolve(absl::StrCat("Bearer ", access_token)).ok();
  }
  // What no RPC does yet, in the tenant's name.
  void Change(const Tenant& tenant, const std::string& statement) {
    testing::RunSql(
        absl::StrCat(files.AdminUrl(),
                     " options='-c app.actor_id=test -c app.tenant_id=", ToUuid(tenant.id), "'"),
        statement);
  }
  std::string ToUuid(const core::Ulid& id) {
    const auto rows = Sql("SELECT $1::uuid::text AS id", db::Params().Id(id));
    return std::string(rows[0].Text("id"));
  }
  std::string EndOf(const Tenant& tenant) {
    const auto rows =
        Sql("SELECT coalesce(string_agg(end_reason, ','), '') AS reasons"
            " FROM sessions WHERE tenant_id = $1",
            db::Params().Id(tenant.id));
    return std::string(rows[0].Text("reasons"));
  }
};

inline std::string ReasonOf(const absl::Status& status) {
  return status.ok() ? "" : core::DetailsOf(status).reason;
}

}  // namespace enlace::auth
