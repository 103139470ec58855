#include <vector>

#include "libs/db/sql_error.h"
#include "libs/testing/catalog_lint.h"
#include "services/auth/storage/auth_fixture.h"

namespace enlace::auth {
namespace {

constexpr std::string_view kDenied = "42501";

TEST_CASE("the catalogues keep the rules of isolation") {
  AuthFixture f;
  // The exceptions hold nothing of a tenant's own, and the runtime role changes none of them.
  const auto faults =
      testing::LintCatalog(f.files.AdminUrl(), "enlace_auth_runtime",
                           {.tables_without_tenant = {"goose_db_version", "plans", "platform_names",
                                                      "tenant_code_counters", "platform_keys",
                                                      "users", "sign_in_attempts", "mfa_factors",
                                                      "recovery_codes", "terms_versions"},
                            .letterboxes = {"mails"}});
  for (const auto& fault : faults) UNSCOPED_INFO(fault);
  CHECK(faults.empty());
}

TEST_CASE("the runtime role has no right on what belongs to the platform") {
  AuthFixture f;
  f.MakeKey(f.MakeTenant("Alpha"));
  for (const auto& sql :
       std::vector<std::string>{"SELECT id FROM platform_keys",
                                "SELECT name FROM platform_names",
                                "SELECT code FROM plans",
                                "UPDATE tenants SET plan = 'enterprise'",
                                "SELECT last FROM tenant_code_counters",
                                "SELECT key_hash FROM api_keys",
                                "SELECT * FROM api_keys",
                                "UPDATE api_keys SET scopes = '{tenant:read}'",
                                "UPDATE api_keys SET key_hash = key_hash",
                                "UPDATE api_keys SET last_used_at = now()",
                                "DELETE FROM api_keys",
                                "UPDATE tenants SET name = 'Gamma'",
                                "DELETE FROM tenants",
                                "INSERT INTO tenants (tenant_id) VALUES (new_ulid())",
                                "INSERT INTO platform_keys (id) VALUES (new_ulid())",
                                "TRUNCATE api_keys",
                                "SELECT password_hash FROM users",
                                "SELECT phone FROM users",
                                "UPDATE users SET active = true",
                                "UPDATE memberships SET user_id = new_ulid()",
                                "UPDATE memberships SET deleted_at = now()",
                                "DELETE FROM memberships",
                                "UPDATE invitations SET role = 'organization_admin'",
                                "UPDATE invitations SET accepted_at = now()",
                                "DELETE FROM invitations",
                                "SELECT user_id FROM mfa_factors",
                                "SELECT user_id FROM recovery_codes",
                                "DELETE FROM recovery_codes",
                                "SELECT id FROM mails",
                                "DELETE FROM mails",
                                "INSERT INTO mails (id, kind, recipient, language, created_at,"
                                " expires_at) VALUES (new_ulid(), 'RESET_PASSWORD', 'a@b.co', 'es',"
                                " now(), now())",
                                "SELECT id FROM sessions",
                                "UPDATE sessions SET ended_at = NULL",
                                "SELECT id FROM refresh_tokens",
                                "UPDATE refresh_tokens SET used_at = NULL",
                                "DELETE FROM sign_in_attempts",
                                "UPDATE terms_versions SET body_es = 'x'",
                                "DELETE FROM terms_versions",
                                "INSERT INTO terms_versions (kind) VALUES ('PRIVACY_POLICY')",
                                "UPDATE term_acceptances SET accepted_at = now()",
                                "UPDATE term_acceptances SET version_of_terms = 2",
                                "DELETE FROM term_acceptances"}) {
    INFO(sql);
    const auto answer = testing::TrySql(f.files.RuntimeUrl(), sql);
    CHECK(db::SqlStateOf(answer.status()) == kDenied);
  }
}

TEST_CASE("the platform role can do no more than resolve, note and administer tenants") {
  AuthFixture f;
  f.MakeKey(f.MakeTenant("Alpha"));
  for (const auto& sql : std::vector<std::string>{
           "SELECT name FROM api_keys",
           "UPDATE api_keys SET revoked_at = NULL",
           "UPDATE plans SET key_burst = 1",
           "DELETE FROM plans",
           "UPDATE api_keys SET scopes = '{tenant:read}'",
           "UPDATE api_keys SET tenant_id = new_ulid()",
           "DELETE FROM api_keys",
           "DELETE FROM tenants",
           "UPDATE tenants SET tenant_code = 'X_001'",
           "UPDATE tenants SET slug = 'x'",
           "UPDATE platform_keys SET role = 'platform_admin'",
           "UPDATE platform_keys SET key_hash = key_hash",
           "DELETE FROM platform_keys",
           "UPDATE platform_names SET held_by = new_ulid()",
           "DELETE FROM platform_names",
           "SELECT event_id FROM outbox",
           "DELETE FROM outbox",
           "INSERT INTO api_keys (tenant_id, id) VALUES (new_ulid(), new_ulid())",
           "UPDATE users SET email = 'x@example.com'",
           "UPDATE users SET active = true",
           "DELETE FROM users",
           "UPDATE memberships SET user_id = new_ulid()",
           "DELETE FROM memberships",
           "DELETE FROM invitations",
           "UPDATE invitations SET email = 'x@example.com'",
           "UPDATE mails SET recipient = 'x@example.com'",
           "UPDATE mails SET kind = 'RESET_PASSWORD'",
           "UPDATE sessions SET user_id = new_ulid()",
           "UPDATE sessions SET expires_at = now()",
           "DELETE FROM sessions",
           "UPDATE refresh_tokens SET token_hash = token_hash",
           "UPDATE refresh_tokens SET expires_at = now()",
           "UPDATE terms_versions SET body_es = 'x'",
           "DELETE FROM terms_versions",
           "SELECT evidence FROM term_acceptances",
           "INSERT INTO term_acceptances (tenant_id, id) VALUES (new_ulid(), new_ulid())",
           "UPDATE term_acceptances SET revoked_at = now()",
           "DELETE FROM term_acceptances"}) {
    INFO(sql);
    const auto answer = testing::TrySql(f.files.PlatformUrl(), sql);
    CHECK(db::SqlStateOf(answer.status()) == kDenied);
  }
}

constexpr db::Statement kAllKeys = {"every_key", "SELECT id FROM api_keys"};
constexpr db::Statement kAllTenants = {"every_tenant", "SELECT tenant_id FROM tenants"};
constexpr db::Statement kRevokeAll = {"revoke_every_key", "UPDATE api_keys SET revoked_at = now()"};
constexpr db::Statement kInsertFor = {"insert_key_for", R"(
  INSERT INTO api_keys (tenant_id, id, name, scopes, owner_email, key_hash, environment, redacted,
                        created_at, updated_at)
  VALUES ($1, new_ulid(), 'x', '{tenant:read}', 'x@example.com', decode(repeat('00', 32), 'hex'),
          'test', 'x', now(), now()))"};

TEST_CASE("a statement that forgets the tenant reaches the own rows only") {
  AuthFixture f;
  const auto alpha = f.MakeTenant("Alpha");
  const auto beta = f.MakeTenant("Beta");
  const auto alpha_key = f.MakeKey(alpha);
  const auto beta_key = f.MakeKey(beta);
  const auto run = [&](const db::Statement& statement, const db::Params& params = {}) {
    auto transaction = f.own->Begin(AuthFixture::ContextOf(alpha.id), AuthFixture::Deadline());
    REQUIRE(transaction.ok());
    return transaction->RunAndCommit(statement, params);
  };
  const auto keys = run(kAllKeys);
  REQUIRE(keys->size() == 1);
  CHECK((*keys)[0].Id("id") == alpha_key.record.id);
  const auto tenants = run(kAllTenants);
  REQUIRE(tenants->size() == 1);
  CHECK((*tenants)[0].Id("tenant_id") == alpha.id);
  CHECK(run(kRevokeAll)->affected() == 1);
  CHECK(f.Resolve(beta_key.plaintext).ok());
  const auto foreign = run(kInsertFor, db::Params().Id(beta.id));
  CHECK(db::SqlStateOf(foreign.status()) == kDenied);
}

TEST_CASE("without a tenant the runtime role sees no row") {
  AuthFixture f;
  f.MakeKey(f.MakeTenant("Alpha"));
  CHECK(testing::RunSql(f.files.RuntimeUrl(), "SELECT id FROM api_keys").empty());
  CHECK(testing::RunSql(f.files.RuntimeUrl(), "SELECT tenant_id FROM tenants").empty());
}

TEST_CASE("the platform role writes events of tenants only, and none without an actor") {
  AuthFixture f;
  f.MakeTenant("Alpha");
  const auto forged = testing::TrySql(
      f.files.PlatformUrl(),
      "INSERT INTO outbox (tenant_id, event_id, occurred_at, event_type, action, resource_type,"
      " resource_ids, actor_type, actor_id, actor_email, request_id, ip, user_agent)"
      " VALUES (new_ulid(), new_ulid(), now(), 'WRITE', 'UPDATE', 'ApiKey', '{}', '', '', '', '',"
      " '', '')");
  CHECK(db::SqlStateOf(forged.status()) == kDenied);
  const auto nobody = testing::TrySql(f.files.PlatformUrl(), "UPDATE tenants SET name = 'Gamma'");
  CHECK(db::SqlStateOf(nobody.status()) == kDenied);
}

}  // namespace
}  // namespace enlace::auth
