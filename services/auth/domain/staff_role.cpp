#include "services/auth/domain/staff_role.h"

#include <array>
#include <utility>

#include "services/auth/domain/scopes.h"

namespace enlace::auth {
namespace {

using authn::Role;

constexpr std::array<std::pair<Role, std::string_view>, 5> kNames = {{
    {Role::kOrganizationAdmin, "organization_admin"},
    {Role::kProvider, "provider"},
    {Role::kClinicalStaff, "clinical_staff"},
    {Role::kAdministrativeStaff, "administrative_staff"},
    {Role::kAuditor, "auditor"},
}};

}  // namespace

std::string_view StaffRoleName(Role role) {
  for (const auto& [known, name] : kNames) {
    if (known == role) return name;
  }
  return "";
}

Role ReadStaffRole(std::string_view name) {
  for (const auto& [role, known] : kNames) {
    if (known == name) return role;
  }
  return Role::kUnspecified;
}

std::vector<std::string> ScopesOf(Role role) {
  switch (role) {
    case Role::kOrganizationAdmin:
      return {kScopes.begin(), kScopes.end()};
    case Role::kProvider:
    case Role::kClinicalStaff:
    case Role::kAdministrativeStaff:
      return {"patients:read",     "patients:list",         "patients:write",
              "appointments:read", "appointments:list",     "appointments:write",
              "directory:read",    "appointments:overbook", "tenant:read"};
    default:
      return {};
  }
}

}  // namespace enlace::auth
