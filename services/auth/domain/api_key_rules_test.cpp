#include "services/auth/domain/api_key_rules.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <functional>

#include "libs/core/reasons.h"
#include "services/auth/domain/scopes.h"

namespace enlace::auth {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);  // 2027-01-15T08:00:00Z

authn::Principal Admin() {
  authn::Principal admin;
  admin.role = authn::Role::kPlatformAdmin;
  return admin;
}

authn::Principal Account(std::vector<std::string> scopes) {
  authn::Principal account;
  account.role = authn::Role::kServiceAccount;
  account.scopes = std::move(scopes);
  account.owner_id = "owner@example.com";
  return account;
}

ApiKeyRequest GoodRequest() {
  return {.name = "bot",
          .scopes = {"patients:read"},
          .expires_at = "2027-02-15T03:00:00-05:00",
          .owner = "ana@example.com"};
}

struct Case {
  const char* what;
  std::function<void(ApiKeyRequest&)> spoil;
  const char* field;
  const char* reason;
};

TEST_CASE("each rule of a new key names its field") {
  const auto c = GENERATE(from_range(std::vector<Case>{
      {"no name", [](auto& r) { r.name = ""; }, "name", "REQUIRED"},
      {"a name of one letter", [](auto& r) { r.name = "b"; }, "name", "TEXT_LENGTH"},
      {"no scope", [](auto& r) { r.scopes.clear(); }, "scopes", "REQUIRED"},
      {"an unknown scope", [](auto& r) { r.scopes.push_back("patients:all"); }, "scopes[1]",
       "SCOPE_UNKNOWN"},
      {"every scope at once", [](auto& r) { r.scopes = {"*"}; }, "scopes[0]", "SCOPE_UNKNOWN"},
      {"an expiry without offset", [](auto& r) { r.expires_at = "2027-02-15T03:00:00"; },
       "expiresAt", "TIME_OFFSET_MISSING"},
      {"an expiry in the past", [](auto& r) { r.expires_at = "2027-01-15T08:00:00Z"; }, "expiresAt",
       "TIME_PAST"},
      {"an expiry after 2200", [](auto& r) { r.expires_at = "2201-01-01T00:00:00Z"; }, "expiresAt",
       "TIME_RANGE"},
      {"an owner that is no e-mail", [](auto& r) { r.owner = "ana"; }, "owner", "EMAIL_FORMAT"},
      {"no owner, from a platform admin", [](auto& r) { r.owner = ""; }, "owner", "REQUIRED"},
  }));
  INFO(c.what);
  auto request = GoodRequest();
  c.spoil(request);
  std::vector<core::Violation> violations;
  CheckApiKeyRequest(request, Admin(), kNow, violations);
  REQUIRE(violations.size() == 1);
  CHECK(violations[0].field == c.field);
  CHECK(violations[0].reason == c.reason);
}

TEST_CASE("a good request becomes a record") {
  auto request = GoodRequest();
  request.scopes = {"patients:read", "patients:list", "patients:read"};
  std::vector<core::Violation> violations;
  const auto record = CheckApiKeyRequest(request, Admin(), kNow, violations);
  CHECK(violations.empty());
  CHECK(record.name == "bot");
  CHECK(record.scopes == std::vector<std::string>{"patients:read", "patients:list"});
  CHECK(record.owner == "ana@example.com");
  CHECK(record.created_at == kNow);
  CHECK(record.expires_at == kNow + absl::Hours(24 * 31));
  CHECK(record.lifetime == absl::Hours(24 * 31));
}

TEST_CASE("a tenant's key can't give a scope that it lacks") {
  auto request = GoodRequest();
  request.scopes = {"patients:read", "patients:write"};
  std::vector<core::Violation> violations;
  CheckApiKeyRequest(request, Account({"api-keys:write", "patients:read"}), kNow, violations);
  REQUIRE(violations.size() == 1);
  CHECK(violations[0].field == "scopes[1]");
  CHECK(violations[0].reason == "SCOPE_NOT_HELD");
}

TEST_CASE("a key without an owner gets the calling key's") {
  auto request = GoodRequest();
  request.owner = "";
  request.expires_at = "";
  std::vector<core::Violation> violations;
  const auto record = CheckApiKeyRequest(request, Account({"patients:read"}), kNow, violations);
  CHECK(violations.empty());
  CHECK(record.owner == "owner@example.com");
  CHECK_FALSE(record.expires_at);
  CHECK_FALSE(record.lifetime);
}

TEST_CASE("a flood of scopes is answered in a bounded way") {
  auto request = GoodRequest();
  request.scopes.assign(10'000, "nonsense");
  std::vector<core::Violation> violations;
  CheckApiKeyRequest(request, Admin(), kNow, violations);
  CHECK(violations.size() < 100);
}

TEST_CASE("an overlap is from 0 to 7 days") {
  for (const auto overlap : {absl::ZeroDuration(), absl::Hours(24), absl::Hours(7 * 24)}) {
    std::vector<core::Violation> violations;
    CheckOverlap(overlap, violations);
    CHECK(violations.empty());
  }
  for (const auto overlap : {-absl::Nanoseconds(1), absl::Hours(7 * 24) + absl::Nanoseconds(1),
                             absl::InfiniteDuration(), -absl::InfiniteDuration()}) {
    std::vector<core::Violation> violations;
    CheckOverlap(overlap, violations);
    REQUIRE(violations.size() == 1);
    CHECK(violations[0].field == "overlap");
  }
}

ApiKeyRecord OldKey() {
  ApiKeyRecord old;
  old.id = core::Ulid::Generate(kNow);
  old.name = "bot";
  old.scopes = {"patients:read", "patients:write"};
  old.owner = "ana@example.com";
  old.created_at = kNow - absl::Hours(24);
  return old;
}

TEST_CASE("a key that works can be rotated by one that holds its scopes") {
  CHECK(CheckRotation(OldKey(), Admin(), kNow).ok());
  CHECK(CheckRotation(OldKey(), Account({"patients:write", "patients:read", "audit:read"}), kNow)
            .ok());
}

TEST_CASE("no key gains a scope by rotating a stronger one") {
  const auto status = CheckRotation(OldKey(), Account({"patients:read", "api-keys:write"}), kNow);
  CHECK(status.code() == absl::StatusCode::kPermissionDenied);
  CHECK(core::DetailsOf(status).reason == core::reason::kScopeMissing);
}

TEST_CASE("a revoked or expired key can't be rotated") {
  auto revoked = OldKey();
  revoked.revoked_at = kNow - absl::Seconds(1);
  auto expired = OldKey();
  expired.expires_at = kNow;
  for (const auto& old : {revoked, expired}) {
    const auto status = CheckRotation(old, Admin(), kNow);
    CHECK(status.code() == absl::StatusCode::kFailedPrecondition);
    CHECK(core::DetailsOf(status).reason == core::reason::kKeyNotActive);
  }
}

TEST_CASE("a successor is like its predecessor and lives as long") {
  auto old = OldKey();
  old.lifetime = absl::Hours(48);
  const auto successor = SuccessorOf(old, kNow);
  CHECK(successor.name == old.name);
  CHECK(successor.scopes == old.scopes);
  CHECK(successor.owner == old.owner);
  CHECK(successor.rotated_from_id == old.id);
  CHECK(successor.expires_at == kNow + absl::Hours(48));
  old.lifetime.reset();
  CHECK_FALSE(SuccessorOf(old, kNow).expires_at);
}

TEST_CASE("the old key ends after the overlap, or earlier when it would have anyway") {
  auto old = OldKey();
  CHECK(EndOfOverlap(old, kNow, absl::Hours(24)) == kNow + absl::Hours(24));
  old.expires_at = kNow + absl::Hours(1);
  CHECK(EndOfOverlap(old, kNow, absl::Hours(24)) == kNow + absl::Hours(1));
  CHECK(EndOfOverlap(old, kNow, absl::ZeroDuration()) == kNow);
}

TEST_CASE("the list of scopes is complete") {
  CHECK(IsScope("tenant:read"));
  CHECK_FALSE(IsScope("*"));
  CHECK_FALSE(IsScope(""));
  CHECK(ScopeList().starts_with("patients:read, patients:list"));
}

}  // namespace
}  // namespace enlace::auth
