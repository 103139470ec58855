#include "services/auth/domain/administrator_service.h"

#include <utility>
#include <vector>

#include "libs/core/reasons.h"
#include "services/auth/domain/registration.h"

namespace enlace::auth {

absl::StatusOr<Newcomer> AdministratorService::Add(const db::TenantContext& context,
                                                   const AdministratorRequest& request,
                                                   absl::Time deadline) {
  std::vector<core::Violation> violations;
  auto email = CheckUserEmail(request.email, "email", violations);
  CheckNewcomersName(request.first_name, request.last_name, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  const auto tenant = tenants_.Get(context.tenant_id, deadline);
  if (!tenant.ok()) return tenant.status();
  const auto administered = accounts_.HasAdministrator(context, deadline);
  if (!administered.ok()) return administered.status();
  if (*administered) return core::refusal::AlreadyExistsAdministrator();
  const auto known = users_.FindByEmail(email, deadline);
  if (!known.ok()) return known.status();
  if (*known) return core::refusal::AlreadyExistsUser();
  return newcomers_.Add(context,
                        {.email = std::move(email),
                         .first_name = request.first_name,
                         .last_name = request.last_name,
                         .role = authn::Role::kOrganizationAdmin},
                        deadline);
}

}  // namespace enlace::auth
