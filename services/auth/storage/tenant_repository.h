#pragma once

#include "libs/db/database.h"
#include "services/auth/domain/tenant_repository.h"

namespace enlace::auth::storage {

// Tenants in PostgreSQL: administered under the platform role, read by themselves under the
// runtime role.
class PostgresTenantRepository final : public TenantRepository {
 public:
  // Both must outlive the repository.
  PostgresTenantRepository(db::TenantDatabase& own, db::PlatformDatabase& platform)
      : own_(own), platform_(platform) {}

  absl::StatusOr<Tenant> Create(const db::TenantContext& context, const NewTenant& tenant,
                                absl::Time now, absl::Time deadline) override;
  absl::StatusOr<Tenant> Get(const core::Ulid& id, absl::Time deadline) override;
  absl::StatusOr<TenantOfUser> GetForUser(const core::Ulid& id, const core::Ulid& user,
                                          absl::Time deadline) override;
  absl::StatusOr<Tenant> GetOwn(const db::TenantContext& context, absl::Time deadline) override;
  absl::StatusOr<std::vector<Tenant>> List(const std::optional<core::Ulid>& after, int limit,
                                           absl::Time deadline) override;
  absl::StatusOr<Tenant> Update(const db::TenantContext& context, const TenantChanges& changes,
                                const core::VersionMatch& if_match, absl::Time deadline) override;
  absl::Status Delete(const db::TenantContext& context, const core::VersionMatch& if_match,
                      absl::Time now, absl::Time deadline) override;

 private:
  // Why a change found no row: the tenant is absent, or its version is another.
  absl::Status WhyUnchanged(const core::Ulid& id, const core::VersionMatch& if_match,
                            absl::Time deadline);

  db::TenantDatabase& own_;
  db::PlatformDatabase& platform_;
};

}  // namespace enlace::auth::storage
