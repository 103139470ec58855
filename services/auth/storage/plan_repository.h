#pragma once

#include "libs/db/database.h"
#include "services/auth/domain/plan_repository.h"

namespace enlace::auth::storage {

// Plans and limits in PostgreSQL, under the platform role.
class PostgresPlanRepository final : public PlanRepository {
 public:
  // `platform` must outlive the repository.
  explicit PostgresPlanRepository(db::PlatformDatabase& platform) : platform_(platform) {}

  absl::StatusOr<std::vector<Plan>> List(absl::Time deadline) override;
  absl::StatusOr<TenantPlan> OfTenant(const core::Ulid& tenant_id, absl::Time deadline) override;
  absl::StatusOr<std::int64_t> ReserveVersions(const core::Ulid& tenant_id,
                                               absl::Time deadline) override;
  absl::Status Change(const db::TenantContext& context, const std::string& plan,
                      std::int64_t version, absl::Time deadline) override;
  absl::Status MakeDue(const core::Ulid& tenant_id, absl::Time deadline) override;
  absl::StatusOr<std::optional<LimitOrder>> Claim(absl::Time deadline) override;
  absl::StatusOr<LimitOrder> OrderOf(const core::Ulid& tenant_id, absl::Time deadline) override;
  absl::Status Confirm(const LimitOrder& order, absl::Time deadline) override;

 private:
  db::PlatformDatabase& platform_;
};

}  // namespace enlace::auth::storage
