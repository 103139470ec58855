#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "libs/db/context.h"
#include "services/auth/domain/plan.h"

namespace enlace::auth {

// Where plans and the tenants' limits are kept. Thread-safe; blocks until `deadline` at most.
class PlanRepository {
 public:
  virtual ~PlanRepository() = default;

  // The cheapest first.
  virtual absl::StatusOr<std::vector<Plan>> List(absl::Time deadline) = 0;
  // NOT_FOUND (TENANT) when there is no such tenant.
  virtual absl::StatusOr<TenantPlan> OfTenant(const core::Ulid& tenant_id, absl::Time deadline) = 0;

  // Two versions of the tenant's limits that nobody else gets: the one answered is for a try, and
  // the next one is that of the plan in force, which becomes due soon in case the try is cut off.
  virtual absl::StatusOr<std::int64_t> ReserveVersions(const core::Ulid& tenant_id,
                                                       absl::Time deadline) = 0;
  // Puts the tenant of the context on the plan, for good, and makes its limits due. ABORTED
  // (CONCURRENT_CHANGE) unless `version` was the last to be reserved.
  virtual absl::Status Change(const db::TenantContext& context, const std::string& plan,
                              std::int64_t version, absl::Time deadline) = 0;
  // Makes the limits of the plan in force due at once.
  virtual absl::Status MakeDue(const core::Ulid& tenant_id, absl::Time deadline) = 0;

  // The limits that are due longest, which are due again later, unless they are confirmed; nullopt
  // when none are. Replicas never get the same at once.
  virtual absl::StatusOr<std::optional<LimitOrder>> Claim(absl::Time deadline) = 0;
  // The limits of the tenant's plan under the present version, due or not. NOT_FOUND (TENANT) when
  // there is no such tenant.
  virtual absl::StatusOr<LimitOrder> OrderOf(const core::Ulid& tenant_id, absl::Time deadline) = 0;
  // Notes that every owner has confirmed them. Nothing when there is a newer version by now.
  virtual absl::Status Confirm(const LimitOrder& order, absl::Time deadline) = 0;
};

}  // namespace enlace::auth
