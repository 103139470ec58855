#include "libs/authn/api_key.h"
#include "services/auth/domain/platform_key.h"
#include "services/auth/storage/auth_fixture.h"

namespace enlace::auth {
namespace {

TEST_CASE("a tenant's key resolves to its principal") {
  AuthFixture f;
  const auto tenant = f.MakeTenant("Alpha");
  const auto key = f.MakeKey(tenant, "2027-02-01T00:00:00Z");
  const auto principal = f.Resolve(key.plaintext);
  REQUIRE(principal.ok());
  CHECK(principal->id == key.record.id);
  CHECK(principal->role == authn::Role::kServiceAccount);
  CHECK(principal->tenant_id == tenant.id);
  CHECK(principal->tenant_slug == "alpha-001");
  CHECK(principal->time_zone == "America/Bogota");
  CHECK(principal->scopes == key.record.scopes);
  CHECK(principal->owner_id == "ana@example.com");
  CHECK(principal->expires_at == key.record.expires_at);
}

TEST_CASE("a credential has the limits of its tenant's plan") {
  AuthFixture f;
  const auto tenant = f.MakeTenant("Alpha");
  const auto key = f.MakeKey(tenant).plaintext;
  const auto limits = [&] {
    const auto principal = f.Resolve(key);
    REQUIRE(principal.ok());
    return std::vector{principal->key_limit.per_second, principal->key_limit.burst,
                       principal->tenant_limit.per_second, principal->tenant_limit.burst};
  };
  const auto change_to = [&](const std::string& plan) {
    testing::RunSql(f.files.PlatformUrl(),
                    "UPDATE tenants SET plan = $1 "
                    "WHERE set_config('app.actor_id', 'operator', true) = 'operator'",
                    db::Params().Text(plan));
  };
  CHECK(limits() == std::vector<std::int64_t>{20, 200, 50, 500});
  change_to("trial");
  CHECK(limits() == std::vector<std::int64_t>{10, 100, 20, 200});
  change_to("premium");
  CHECK(limits() == std::vector<std::int64_t>{50, 500, 200, 2000});
  change_to("no-such-plan");
  CHECK(limits() == std::vector<std::int64_t>{0, 0, 0, 0});
}

TEST_CASE("a platform key resolves to a principal without tenant") {
  AuthFixture f;
  for (const auto role : {authn::Role::kPlatformAdmin, authn::Role::kInternalService}) {
    const auto plaintext = IssuePlatformKey(f.credentials, f.hasher, "test", role, "first",
                                            f.clock.Now(), AuthFixture::Deadline());
    REQUIRE(plaintext.ok());
    const auto principal = f.Resolve(*plaintext);
    REQUIRE(principal.ok());
    CHECK(principal->role == role);
    CHECK(principal->tenant_id.IsNil());
    CHECK(principal->scopes.empty());
    CHECK(principal->key_limit.burst == 2000);
    CHECK(principal->tenant_limit.burst == 0);
  }
}

TEST_CASE("the right id with a wrong secret is refused") {
  AuthFixture f;
  const auto key = f.MakeKey(f.MakeTenant("Alpha"));
  const auto guess = authn::ApiKey::Generate("test", key.record.id);
  CHECK(f.Resolve(guess.Plaintext()).status().code() == absl::StatusCode::kUnauthenticated);
  const auto unknown = authn::ApiKey::Generate("test", core::Ulid::Generate(f.clock.Now()));
  CHECK(AsTold(f.Resolve(unknown.Plaintext()).status()) ==
        AsTold(f.Resolve(guess.Plaintext()).status()));
}

TEST_CASE("a revoked or expired key is refused") {
  AuthFixture f;
  const auto tenant = f.MakeTenant("Alpha");
  const auto revoked = f.MakeKey(tenant);
  const auto expiring = f.MakeKey(tenant, "2027-01-15T09:00:00Z");
  REQUIRE(
      f.keys.Revoke(AuthFixture::ContextOf(tenant.id), revoked.record.id, AuthFixture::Deadline())
          .ok());
  CHECK_FALSE(f.Resolve(revoked.plaintext).ok());
  CHECK(f.Resolve(expiring.plaintext).ok());
  f.clock.Advance(absl::Hours(1));
  CHECK(f.Resolve(expiring.plaintext).status().code() == absl::StatusCode::kUnauthenticated);
}

TEST_CASE("the keys of an inactive tenant rest, those of a deleted one are gone") {
  AuthFixture f;
  const auto tenant = f.MakeTenant("Alpha");
  const auto context = AuthFixture::ContextOf(tenant.id);
  const auto key = f.MakeKey(tenant);
  REQUIRE(f.tenants.Update(context, {.active = false}, {}, AuthFixture::Deadline()).ok());
  CHECK(f.Resolve(key.plaintext).status().code() == absl::StatusCode::kUnauthenticated);
  REQUIRE(f.tenants.Update(context, {.active = true}, {}, AuthFixture::Deadline()).ok());
  CHECK(f.Resolve(key.plaintext).ok());
  REQUIRE(f.tenants.Delete(context, AuthFixture::Deadline()).ok());
  CHECK(f.Resolve(key.plaintext).status().code() == absl::StatusCode::kUnauthenticated);
}

TEST_CASE("an id that two tenants have is nobody's") {
  AuthFixture f;
  const auto key = f.MakeKey(f.MakeTenant("Alpha"));
  const auto beta = f.MakeTenant("Beta");
  NewApiKey copy{key.record, std::string(32, 'x')};
  REQUIRE(f.key_rows.Create(AuthFixture::ContextOf(beta.id), copy, AuthFixture::Deadline()).ok());
  CHECK(f.Resolve(key.plaintext).status().code() == absl::StatusCode::kInternal);
}

TEST_CASE("a use is noted, and is neither a version nor an audit event") {
  AuthFixture f;
  const auto key = f.MakeKey(f.MakeTenant("Alpha"));
  const auto events = f.Sql("SELECT count(*) AS n FROM outbox")[0].Int("n");
  REQUIRE(f.Resolve(key.plaintext).ok());
  const auto row = f.Sql("SELECT last_used_at, version FROM api_keys");
  CHECK(row[0].Time("last_used_at") == f.clock.Now());
  CHECK(row[0].Int("version") == 1);
  CHECK(f.Sql("SELECT count(*) AS n FROM outbox")[0].Int("n") == events);
}

TEST_CASE("replicas together note a use once a minute") {
  AuthFixture f;
  const auto key = f.MakeKey(f.MakeTenant("Alpha"));
  const auto first = f.clock.Now();
  // Each resolution has a memory of its own, like one replica.
  REQUIRE(f.Resolve(key.plaintext).ok());
  f.clock.Advance(absl::Seconds(59));
  REQUIRE(f.Resolve(key.plaintext).ok());
  CHECK(f.Sql("SELECT last_used_at FROM api_keys")[0].Time("last_used_at") == first);
  f.clock.Advance(absl::Seconds(1));
  REQUIRE(f.Resolve(key.plaintext).ok());
  CHECK(f.Sql("SELECT last_used_at FROM api_keys")[0].Time("last_used_at") == f.clock.Now());
}

TEST_CASE("the use of a platform key is noted too") {
  AuthFixture f;
  const auto plaintext =
      IssuePlatformKey(f.credentials, f.hasher, "test", authn::Role::kPlatformAdmin, "first",
                       f.clock.Now(), AuthFixture::Deadline());
  REQUIRE(f.Resolve(*plaintext).ok());
  CHECK(f.Sql("SELECT last_used_at FROM platform_keys")[0].Time("last_used_at") == f.clock.Now());
}

}  // namespace
}  // namespace enlace::auth
