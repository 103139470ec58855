#include <vector>

#include "libs/authn/api_key.h"
#include "libs/core/reasons.h"
#include "services/auth/domain/api_key_rules.h"
#include "services/auth/storage/auth_fixture.h"
#include "services/auth/storage/hash_text.h"

namespace enlace::auth {
namespace {

TEST_CASE("a key is listed as it was made, without its secret") {
  AuthFixture f;
  const auto tenant = f.MakeTenant("Alpha");
  const auto issued = f.MakeKey(tenant, "2027-02-01T00:00:00Z");
  const auto keys =
      f.keys.List(AuthFixture::ContextOf(tenant.id), std::nullopt, 10, AuthFixture::Deadline());
  REQUIRE(keys.ok());
  REQUIRE(keys->size() == 1);
  const auto& key = keys->front();
  CHECK(key.id == issued.record.id);
  CHECK(key.name == "bot");
  CHECK(key.scopes == std::vector<std::string>{"patients:read", "api-keys:write"});
  CHECK(key.owner == "ana@example.com");
  CHECK(key.environment == "test");
  CHECK(key.redacted == authn::ApiKey::Parse(issued.plaintext)->Redacted());
  CHECK(key.created_at == f.clock.Now());
  CHECK(key.expires_at == issued.record.expires_at);
  CHECK(key.lifetime == *issued.record.expires_at - f.clock.Now());
  CHECK_FALSE(key.revoked_at);
  CHECK_FALSE(key.last_used_at);
}

TEST_CASE("neither secret nor hash is in the outbox") {
  AuthFixture f;
  const auto tenant = f.MakeTenant("Alpha");
  const auto context = AuthFixture::ContextOf(tenant.id);
  const auto first = f.MakeKey(tenant);
  const auto second = f.keys.Rotate(AuthFixture::Admin(), context, first.record.id, std::nullopt,
                                    {}, AuthFixture::Deadline());
  REQUIRE(second.ok());
  REQUIRE(f.keys.Revoke(context, first.record.id, AuthFixture::Deadline()).ok());
  const auto events = f.Sql("SELECT outbox::text AS line, resource_type, action FROM outbox");
  int of_keys = 0;
  for (int i = 0; i < events.size(); ++i) {
    const std::string line(events[i].Text("line"));
    if (events[i].Text("resource_type") == "ApiKey") ++of_keys;
    for (const auto* issued : {&first, &*second}) {
      const auto key = authn::ApiKey::Parse(issued->plaintext);
      CHECK(line.find(key->secret) == std::string::npos);
      CHECK(line.find(storage::HashText(f.hasher.Hash(issued->plaintext))) == std::string::npos);
      CHECK(line.find("key_hash") == std::string::npos);
    }
  }
  // Two creations, the shortened expiry and the revocation of the first key.
  CHECK(of_keys == 4);
}

TEST_CASE("only the plaintext's hash is stored") {
  AuthFixture f;
  const auto issued = f.MakeKey(f.MakeTenant("Alpha"));
  const auto row =
      f.Sql("SELECT api_keys::text AS line, encode(key_hash, 'hex') AS key_hash FROM api_keys");
  CHECK(row[0].Text("key_hash") == storage::HashText(f.hasher.Hash(issued.plaintext)));
  CHECK(std::string(row[0].Text("line")).find(authn::ApiKey::Parse(issued.plaintext)->secret) ==
        std::string::npos);
}

TEST_CASE("a foreign key is as absent as one that never was") {
  AuthFixture f;
  const auto alpha = f.MakeTenant("Alpha");
  const auto beta = AuthFixture::ContextOf(f.MakeTenant("Beta").id);
  const auto key = f.MakeKey(alpha);
  const auto absent = core::refusal::NotFoundApiKey();
  for (const auto& id : {key.record.id, core::Ulid::Generate(f.clock.Now())}) {
    CHECK(f.keys.Revoke(beta, id, AuthFixture::Deadline()) == absent);
    CHECK(f.keys.Rotate(AuthFixture::Admin(), beta, id, std::nullopt, {}, AuthFixture::Deadline())
              .status() == absent);
  }
  CHECK(f.keys.List(beta, std::nullopt, 10, AuthFixture::Deadline())->empty());
  CHECK(f.keys.List(beta, core::Ulid(), 10, AuthFixture::Deadline())->empty());
  CHECK(f.Resolve(key.plaintext).ok());
}

TEST_CASE("an absent or deleted tenant gets no key") {
  AuthFixture f;
  const auto deleted = f.MakeTenant("Alpha");
  REQUIRE(f.tenants.Delete(AuthFixture::ContextOf(deleted.id), AuthFixture::Deadline()).ok());
  for (const auto& id : {deleted.id, core::Ulid::Generate(f.clock.Now())}) {
    const auto answer =
        f.keys.Create(AuthFixture::Admin(), AuthFixture::ContextOf(id),
                      {.name = "bot", .scopes = {"tenant:read"}, .owner = "ana@example.com"}, {},
                      AuthFixture::Deadline());
    CHECK(answer.status() == core::refusal::NotFoundTenant());
  }
}

TEST_CASE("after a rotation both keys work until the overlap ends") {
  AuthFixture f;
  const auto tenant = f.MakeTenant("Alpha");
  const auto old = f.MakeKey(tenant);
  const auto successor = f.keys.Rotate(AuthFixture::Admin(), AuthFixture::ContextOf(tenant.id),
                                       old.record.id, absl::Hours(2), {}, AuthFixture::Deadline());
  REQUIRE(successor.ok());
  CHECK(successor->record.rotated_from_id == old.record.id);
  CHECK(successor->plaintext != old.plaintext);
  CHECK(f.Resolve(old.plaintext).ok());
  CHECK(f.Resolve(successor->plaintext).ok());
  f.clock.Advance(absl::Hours(2) - absl::Microseconds(1));
  CHECK(f.Resolve(old.plaintext).ok());
  f.clock.Advance(absl::Microseconds(1));
  CHECK(f.Resolve(old.plaintext).status().code() == absl::StatusCode::kUnauthenticated);
  CHECK(f.Resolve(successor->plaintext).ok());
}

TEST_CASE("without overlap the old key ends at once, and by default after a day") {
  AuthFixture f;
  const auto tenant = f.MakeTenant("Alpha");
  const auto context = AuthFixture::ContextOf(tenant.id);
  const auto at_once = f.MakeKey(tenant);
  const auto by_default = f.MakeKey(tenant);
  REQUIRE(f.keys
              .Rotate(AuthFixture::Admin(), context, at_once.record.id, absl::ZeroDuration(), {},
                      AuthFixture::Deadline())
              .ok());
  REQUIRE(f.keys
              .Rotate(AuthFixture::Admin(), context, by_default.record.id, std::nullopt, {},
                      AuthFixture::Deadline())
              .ok());
  CHECK_FALSE(f.Resolve(at_once.plaintext).ok());
  f.clock.Advance(absl::Hours(24) - absl::Seconds(1));
  CHECK(f.Resolve(by_default.plaintext).ok());
  f.clock.Advance(absl::Seconds(1));
  CHECK_FALSE(f.Resolve(by_default.plaintext).ok());
}

TEST_CASE("a second rotation in the overlap hands the original lifetime on") {
  AuthFixture f;
  const auto tenant = f.MakeTenant("Alpha");
  const auto context = AuthFixture::ContextOf(tenant.id);
  const auto old = f.MakeKey(tenant, "2027-02-14T08:00:00Z");  // 30 days
  REQUIRE(f.keys
              .Rotate(AuthFixture::Admin(), context, old.record.id, absl::Hours(1), {},
                      AuthFixture::Deadline())
              .ok());
  const auto again = f.keys.Rotate(AuthFixture::Admin(), context, old.record.id, absl::Hours(5), {},
                                   AuthFixture::Deadline());
  REQUIRE(again.ok());
  CHECK(again->record.expires_at == f.clock.Now() + absl::Hours(24 * 30));
  // The overlap that ends first stands.
  f.clock.Advance(absl::Hours(1));
  CHECK_FALSE(f.Resolve(old.plaintext).ok());
}

TEST_CASE("a revoked key can't be rotated, and nothing is stored") {
  AuthFixture f;
  const auto tenant = f.MakeTenant("Alpha");
  const auto context = AuthFixture::ContextOf(tenant.id);
  const auto key = f.MakeKey(tenant);
  REQUIRE(f.keys.Revoke(context, key.record.id, AuthFixture::Deadline()).ok());
  const auto answer = f.keys.Rotate(AuthFixture::Admin(), context, key.record.id, std::nullopt, {},
                                    AuthFixture::Deadline());
  CHECK(answer.status().code() == absl::StatusCode::kFailedPrecondition);
  CHECK(f.Sql("SELECT count(*) AS n FROM api_keys")[0].Int("n") == 1);
}

TEST_CASE("a key is rotated and revoked in the version that was named only") {
  AuthFixture f;
  const auto tenant = f.MakeTenant("Alpha");
  const auto context = AuthFixture::ContextOf(tenant.id);
  const auto key = f.MakeKey(tenant);
  const auto match = [](const char* header) { return *core::VersionMatch::Parse(header); };
  const auto rotate = [&](const char* header) {
    return f.keys.Rotate(AuthFixture::Admin(), context, key.record.id, absl::Hours(1), {},
                         AuthFixture::Deadline(), match(header));
  };
  const auto revoke = [&](const char* header) {
    return f.keys.Revoke(context, key.record.id, AuthFixture::Deadline(), match(header));
  };
  const auto refuses = [](const absl::Status& status) {
    return core::DetailsOf(status).reason == core::reason::kEtagMismatch;
  };
  CHECK(refuses(rotate("\"2\"").status()));
  const auto successor = rotate("\"1\"");
  REQUIRE(successor.ok());
  CHECK(successor->record.version == 1);
  CHECK(refuses(revoke("\"1\"")));
  CHECK(f.Resolve(key.plaintext).ok());
  CHECK(revoke("\"2\"").ok());
  CHECK(!f.Resolve(key.plaintext).ok());
  CHECK(refuses(revoke("\"2\"")));
  CHECK(revoke("\"3\"").ok());
  CHECK(revoke("").ok());
}

TEST_CASE("revoking twice is one change") {
  AuthFixture f;
  const auto tenant = f.MakeTenant("Alpha");
  const auto context = AuthFixture::ContextOf(tenant.id);
  const auto key = f.MakeKey(tenant);
  REQUIRE(f.keys.Revoke(context, key.record.id, AuthFixture::Deadline()).ok());
  const auto first = f.clock.Now();
  f.clock.Advance(absl::Hours(1));
  REQUIRE(f.keys.Revoke(context, key.record.id, AuthFixture::Deadline()).ok());
  const auto rows = f.Sql("SELECT version, revoked_at FROM api_keys");
  CHECK(rows[0].Int("version") == 2);
  CHECK(rows[0].Time("revoked_at") == first);
  CHECK(f.Sql("SELECT count(*) AS n FROM outbox WHERE resource_type = 'ApiKey'")[0].Int("n") == 2);
}

}  // namespace
}  // namespace enlace::auth
