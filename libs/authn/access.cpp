#include "libs/authn/access.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/core/error.h"

namespace enlace::authn {
namespace {

constexpr std::string_view kAnyScope = "*";

absl::Status Denied(std::string_view reason, std::string_view message) {
  return core::MakeError(absl::StatusCode::kPermissionDenied, message,
                         {.reason = std::string(reason)});
}

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
    return Denied(core::reason::kRoleNotAllowed, "the role of this credential may not call this");
  }
  if (principal.role != Role::kServiceAccount) return absl::OkStatus();
  const auto holds = [&principal](const std::string& scope) {
    return scope == kAnyScope || principal.HasScope(scope);
  };
  if (std::any_of(scopes.begin(), scopes.end(), holds)) return absl::OkStatus();
  return Denied(core::reason::kScopeMissing,
                absl::StrCat("the API key needs the scope ", absl::StrJoin(scopes, " or ")));
}

}  // namespace enlace::authn
