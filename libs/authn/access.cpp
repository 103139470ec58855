#include "libs/authn/access.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"

namespace enlace::authn {
namespace {

constexpr std::string_view kAnyScope = "*";

bool IsPlatformRole(Role role) {
  return role == Role::kPlatformAdmin || role == Role::kInternalService;
}

}  // namespace

absl::Status Authorize(const Principal& principal, absl::Span<const int> roles,
                       absl::Span<const std::string> scopes) {
  const bool role_fits_tenant = IsPlatformRole(principal.role) == principal.tenant_id.IsNil();
  const bool listed =
      principal.role != Role::kUnspecified &&
      std::find(roles.begin(), roles.end(), static_cast<int>(principal.role)) != roles.end();
  if (!listed || !role_fits_tenant) {
    return core::refusal::RoleNotAllowed();
  }
  if (principal.role != Role::kServiceAccount) return absl::OkStatus();
  const auto holds = [&principal](const std::string& scope) {
    return scope == kAnyScope || principal.HasScope(scope);
  };
  if (std::any_of(scopes.begin(), scopes.end(), holds)) return absl::OkStatus();
  if (scopes.size() == 1) return core::refusal::ScopeMissing(scopes.front());
  return core::refusal::ScopeMissingAny(absl::StrJoin(scopes, ", "));
}

}  // namespace enlace::authn
