#include "services/auth/domain/credential_service.h"
#include "libs/refusals/subject.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <functional>

#include "libs/authn/access_token.h"
#include "libs/authn/api_key.h"
#include "libs/authn/token_key_fixture.h"
#include "libs/core/absl_view.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/testing/fake_clock.h"
#include "services/auth/domain/fake_credentials.h"
#include "services/auth/domain/platform_key.h"

namespace enlace::auth {
namespace {

struct Fixture {
  testing::FakeClock clock{absl::FromUnixSeconds(1'800'000'000)};
  KeyHasher hasher = *KeyHasher::FromHex(std::string(64, 'a'));
  FakeCredentials credentials;
  KeyUse uses{credentials, clock};
  authn::TokenKey signing = authn::OtherKey();
  CredentialService service{credentials, uses, hasher, authn::TokenKeySet({signing.public_key()}),
                            clock};
  authn::AccessToken token{.user_id = core::Ulid::Generate(clock.Now()),
                           .session_id = core::Ulid::Generate(clock.Now()),
                           .tenant_id = core::Ulid::Generate(clock.Now()),
                           .issued_at = clock.Now(),
                           .expires_at = clock.Now() + absl::Minutes(5)};
  authn::ApiKey key = authn::ApiKey::Generate("dev", core::Ulid::Generate(clock.Now()));

  Fixture() {
    auto& stored = credentials.stored[key.id];
    stored.principal.id = key.id;
    stored.principal.role = authn::Role::kServiceAccount;
    stored.principal.tenant_id = core::Ulid::Generate(clock.Now());
    stored.principal.scopes = {"patients:read"};
    stored.hash = hasher.Hash(key.Plaintext());
    session().live = true;
    session().principal.id = token.user_id;
    session().principal.tenant_id = *token.tenant_id;
    session().principal.role = authn::Role::kProvider;
  }

  StoredSession& session() { return credentials.sessions[token.session_id]; }
  std::string Bearer() const { return "Bearer " + authn::Sign(token, signing); }

  StoredCredential& stored() { return credentials.stored[key.id]; }
  auto Resolve(const std::string& text) { return service.Resolve(text, absl::InfiniteFuture()); }
};

TEST_CASE("a good key becomes its principal") {
  Fixture f;
  const auto principal = f.Resolve(f.key.Plaintext());
  REQUIRE(principal.ok());
  CHECK(principal->id == f.key.id);
  CHECK(principal->tenant_id == f.stored().principal.tenant_id);
  CHECK(principal->HasScope("patients:read"));
}

TEST_CASE("a good token becomes its user, until it expires") {
  Fixture f;
  const auto principal = f.Resolve(f.Bearer());
  REQUIRE(principal.ok());
  CHECK(principal->id == f.token.user_id);
  CHECK(principal->session_id == f.token.session_id);
  CHECK(principal->role == authn::Role::kProvider);
  CHECK(principal->expires_at == f.token.expires_at);
}

TEST_CASE("every token that must not work gets the same answer") {
  struct Spoilt {
    const char* what;
    std::function<void(Fixture&)> spoil;
    int finds;
  };
  const auto c = GENERATE(from_range(std::vector<Spoilt>{
      {"of another key", [](Fixture& f) { f.signing = authn::RfcKey(); }, 0},
      {"expired", [](Fixture& f) { f.clock.Advance(absl::Minutes(6)); }, 0},
      {"without a tenant", [](Fixture& f) { f.token.tenant_id.reset(); }, 0},
      {"of no session", [](Fixture& f) { f.credentials.sessions.clear(); }, 1},
      {"of a session that is over", [](Fixture& f) { f.session().live = false; }, 1},
      {"of another user's session",
       [](Fixture& f) { f.session().principal.id = core::Ulid::Generate(f.clock.Now()); }, 1},
      {"of another tenant's session",
       [](Fixture& f) { f.session().principal.tenant_id = core::Ulid::Generate(f.clock.Now()); },
       1}}));
  INFO(c.what);
  Fixture f;
  c.spoil(f);
  const auto principal = f.Resolve(f.Bearer());
  CHECK(core::DetailsOf(principal.status()).reason == core::reason::kCredentialInvalid);
  CHECK(f.credentials.finds == c.finds);
}

struct Case {
  const char* what;
  std::function<void(Fixture&)> spoil;
};

TEST_CASE("every key that must not work gets the same answer") {
  const auto c = GENERATE(from_range(std::vector<Case>{
      {"an unknown id", [](Fixture& f) { f.credentials.stored.clear(); }},
      {"another secret", [](Fixture& f) { f.key = authn::ApiKey::Generate("dev", f.key.id); }},
      {"the same secret under another environment", [](Fixture& f) { f.key.environment = "live"; }},
      {"a revoked key", [](Fixture& f) { f.stored().revoked = true; }},
      {"an expired key", [](Fixture& f) { f.stored().principal.expires_at = f.clock.Now(); }},
      {"a key of an inactive tenant", [](Fixture& f) { f.stored().tenant_active = false; }},
      {"a key without a stored hash", [](Fixture& f) { f.stored().hash.clear(); }},
  }));
  INFO(c.what);
  Fixture f;
  c.spoil(f);
  const auto answer = f.Resolve(f.key.Plaintext());
  CHECK(answer.status().code() == absl::StatusCode::kUnauthenticated);
  // What the record says of it, the caller is not told.
  CHECK(core::MakeError(answer.status().code(), core::Std(answer.status().message()),
                        core::DetailsOf(answer.status())) == core::refusal::CredentialInvalid());
  CHECK(core::DetailsOf(answer.status()).reason == core::reason::kCredentialInvalid);
  CHECK(f.credentials.finds == 1);
}

TEST_CASE("the record of a refused key says whose it was, where its id is known") {
  Fixture f;
  f.stored().revoked = true;
  const auto revoked = refusals::SubjectOf(f.Resolve(f.key.Plaintext()).status());
  REQUIRE(revoked);
  CHECK(revoked->resource_type == "ApiKey");
  CHECK(revoked->id == f.key.id);
  CHECK(revoked->tenant_id == f.stored().principal.tenant_id);
  f.credentials.stored.clear();
  CHECK_FALSE(refusals::SubjectOf(f.Resolve(f.key.Plaintext()).status()));
}

TEST_CASE("a malformed key costs no query") {
  Fixture f;
  CHECK(f.Resolve("enl_dev_x").status().code() == absl::StatusCode::kUnauthenticated);
  CHECK(f.credentials.finds == 0);
}

TEST_CASE("a key works until its last moment") {
  Fixture f;
  f.stored().principal.expires_at = f.clock.Now() + absl::Seconds(1);
  CHECK(f.Resolve(f.key.Plaintext()).ok());
  f.clock.Advance(absl::Seconds(1));
  CHECK_FALSE(f.Resolve(f.key.Plaintext()).ok());
}

TEST_CASE("an unreachable database says nothing about the key") {
  Fixture f;
  f.credentials.Break(true);
  CHECK(f.Resolve(f.key.Plaintext()).status().code() == absl::StatusCode::kUnavailable);
}

TEST_CASE("a platform key is stored by its hash alone") {
  Fixture f;
  const auto plaintext =
      IssuePlatformKey(f.credentials, f.hasher, "dev", *ReadPlatformRole("platform_admin"),
                       "first admin", f.clock.Now(), absl::InfiniteFuture());
  REQUIRE(plaintext.ok());
  REQUIRE(f.credentials.platform_keys.size() == 1);
  const auto& stored = f.credentials.platform_keys[0];
  CHECK(stored.hash == f.hasher.Hash(*plaintext));
  CHECK(stored.id == authn::ApiKey::Parse(*plaintext)->id);
  CHECK(stored.role == authn::Role::kPlatformAdmin);
}

TEST_CASE("only the platform's roles get a platform key") {
  Fixture f;
  CHECK_FALSE(ReadPlatformRole("service_account"));
  CHECK_FALSE(ReadPlatformRole(""));
  const auto answer = IssuePlatformKey(f.credentials, f.hasher, "dev", authn::Role::kServiceAccount,
                                       "", f.clock.Now(), absl::InfiniteFuture());
  CHECK(core::DetailsOf(answer.status()).violations.size() == 2);
  CHECK(f.credentials.platform_keys.empty());
}

}  // namespace
}  // namespace enlace::auth
