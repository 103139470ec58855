#include "libs/authn/access.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"

namespace enlace::authn {
namespace {

constexpr int kAdmin = static_cast<int>(Role::kPlatformAdmin);
constexpr int kService = static_cast<int>(Role::kInternalService);
constexpr int kAccount = static_cast<int>(Role::kServiceAccount);
constexpr int kAuditor = static_cast<int>(Role::kAuditor);

enum class Expected { kAllowed, kRole, kScope };

struct Case {
  const char* what;
  Role role;
  bool has_tenant;
  std::vector<std::string> held;
  std::vector<int> roles;
  std::vector<std::string> scopes;
  Expected expected;
};

absl::Status Judge(const Case& c) {
  Principal principal;
  principal.id = core::Ulid::Generate(absl::Now());
  principal.role = c.role;
  principal.scopes = c.held;
  if (c.has_tenant) principal.tenant_id = core::Ulid::Generate(absl::Now());
  return Authorize(principal, c.roles, c.scopes);
}

TEST_CASE("only what the rule names may call") {
  const auto account = Role::kServiceAccount;
  const auto c = GENERATE_COPY(from_range(std::vector<Case>{
      {"a platform admin where its role is listed",
       Role::kPlatformAdmin,
       false,
       {},
       {kAdmin},
       {},
       Expected::kAllowed},
      {"a platform admin needs no scope",
       Role::kPlatformAdmin,
       false,
       {},
       {kAdmin, kAccount},
       {"api-keys:write"},
       Expected::kAllowed},
      {"a platform admin where only accounts may call",
       Role::kPlatformAdmin,
       false,
       {},
       {kAccount},
       {"*"},
       Expected::kRole},
      {"a platform admin that carries a tenant",
       Role::kPlatformAdmin,
       true,
       {},
       {kAdmin},
       {},
       Expected::kRole},
      {"a service of the platform where it is not listed",
       Role::kInternalService,
       false,
       {},
       {kAdmin},
       {},
       Expected::kRole},
      {"a service of the platform where it is listed",
       Role::kInternalService,
       false,
       {},
       {kService},
       {},
       Expected::kAllowed},
      {"a service of the platform that carries a tenant",
       Role::kInternalService,
       true,
       {},
       {kService},
       {},
       Expected::kRole},
      {"an account with the scope",
       account,
       true,
       {"patients:read"},
       {kAccount},
       {"patients:read"},
       Expected::kAllowed},
      {"an account with one of the scopes",
       account,
       true,
       {"patients:list"},
       {kAccount},
       {"patients:read", "patients:list"},
       Expected::kAllowed},
      {"an account with another scope",
       account,
       true,
       {"patients:write"},
       {kAccount},
       {"patients:read"},
       Expected::kScope},
      {"an account without scopes",
       account,
       true,
       {},
       {kAccount},
       {"patients:read"},
       Expected::kScope},
      {"an account under a rule without scopes",
       account,
       true,
       {"patients:read"},
       {kAccount},
       {},
       Expected::kScope},
      {"any account where the rule says so",
       account,
       true,
       {},
       {kAccount},
       {"*"},
       Expected::kAllowed},
      {"an account that itself claims every scope",
       account,
       true,
       {"*"},
       {kAccount},
       {"patients:read"},
       Expected::kScope},
      {"an account without a tenant",
       account,
       false,
       {"patients:read"},
       {kAccount},
       {"patients:read"},
       Expected::kRole},
      {"an account where it is not listed",
       account,
       true,
       {"tenant:read"},
       {kAdmin},
       {"*"},
       Expected::kRole},
      {"a person's role without a tenant",
       Role::kAuditor,
       false,
       {},
       {kAuditor},
       {},
       Expected::kRole},
      {"a person's role needs no scope",
       Role::kAuditor,
       true,
       {},
       {kAuditor},
       {"audit:read"},
       Expected::kAllowed},
      {"no role under a rule of none", Role::kUnspecified, true, {}, {0}, {}, Expected::kRole},
      {"anybody under an empty rule", account, true, {"patients:read"}, {}, {"*"}, Expected::kRole},
  }));
  INFO(c.what);
  const auto status = Judge(c);
  if (c.expected == Expected::kAllowed) {
    CHECK(status.ok());
    return;
  }
  CHECK(status.code() == absl::StatusCode::kPermissionDenied);
  CHECK(core::DetailsOf(status).reason == (c.expected == Expected::kRole
                                               ? core::reason::kRoleNotAllowed
                                               : core::reason::kScopeMissing));
}

TEST_CASE("a refusal for want of a scope names the scopes that would do") {
  const auto status = Judge({"",
                             Role::kServiceAccount,
                             true,
                             {},
                             {kAccount},
                             {"patients:read", "patients:list"},
                             Expected::kScope});
  CHECK(status.message() == "The API key needs one of the scopes patients:read, patients:list.");
}

}  // namespace
}  // namespace enlace::authn
