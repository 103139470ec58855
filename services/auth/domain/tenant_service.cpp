#include "services/auth/domain/tenant_service.h"

#include <utility>

#include "services/auth/domain/tenant_rules.h"

namespace enlace::auth {

TenantService::TenantService(TenantRepository& tenants, const core::Clock& clock,
                             std::function<void(const core::Ulid&, absl::Time)> announce)
    : tenants_(tenants), clock_(clock), announce_(std::move(announce)) {}

absl::StatusOr<Tenant> TenantService::Create(const db::TenantContext& actor, NewTenant tenant,
                                             std::vector<core::Violation> violations,
                                             absl::Time deadline) {
  CheckNewTenant(tenant, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  const auto now = clock_.Now();
  auto context = actor;
  context.tenant_id = core::Ulid::Generate(now);
  auto created = tenants_.Create(context, tenant, now, deadline);
  if (created.ok() && announce_) announce_(created->id, deadline);
  return created;
}

absl::StatusOr<Tenant> TenantService::Update(const db::TenantContext& context,
                                             TenantChanges changes,
                                             std::vector<core::Violation> violations,
                                             absl::Time deadline,
                                             const core::VersionMatch& if_match) {
  CheckTenantChanges(changes, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));
  if (!changes.empty()) return tenants_.Update(context, changes, if_match, deadline);
  auto tenant = tenants_.Get(context.tenant_id, deadline);
  if (!tenant.ok()) return tenant;
  if (auto status = if_match.Check(tenant->version); !status.ok()) return status;
  return tenant;
}

absl::Status TenantService::Delete(const db::TenantContext& context, absl::Time deadline,
                                   const core::VersionMatch& if_match) {
  return tenants_.Delete(context, if_match, clock_.Now(), deadline);
}

absl::StatusOr<Tenant> TenantService::Get(const core::Ulid& id, absl::Time deadline) {
  return tenants_.Get(id, deadline);
}

absl::StatusOr<Tenant> TenantService::GetOwn(const db::TenantContext& context,
                                             absl::Time deadline) {
  return tenants_.GetOwn(context, deadline);
}

absl::StatusOr<std::vector<Tenant>> TenantService::List(const std::optional<core::Ulid>& after,
                                                        int limit, absl::Time deadline) {
  return tenants_.List(after, limit, deadline);
}

}  // namespace enlace::auth
