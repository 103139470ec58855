#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/db/context.h"
#include "services/auth/domain/limit_owner.h"
#include "services/auth/domain/plan_repository.h"

namespace enlace::auth {

// What a tenant may have and has.
struct TenantLimits {
  TenantPlan of;
  std::int64_t patients = 0;
  std::int64_t doctors = 0;
};

// The plans of tenants, and their limits in the services that own what is limited. Thread-safe.
class PlanService {
 public:
  struct Parts {
    PlanRepository& plans;
    LimitOwner& patients;
    LimitOwner& doctors;
  };
  // All parts must outlive the service.
  explicit PlanService(const Parts& parts) : parts_(parts) {}

  absl::StatusOr<std::vector<Plan>> List(absl::Time deadline);

  // UNAVAILABLE while a service that owns what is counted does not answer.
  absl::StatusOr<TenantLimits> GetLimits(const core::Ulid& tenant_id, absl::Time deadline);

  // Puts the tenant of the context on another plan, once every owning service has confirmed its
  // limits:
  //   INVALID_ARGUMENT     a plan that can't be chosen: there is none of that code, it is a trial,
  //                        or it has no price (ENUM_VALUE)
  //   FAILED_PRECONDITION  PLAN_LIMIT: the tenant has more than the plan allows; nothing changes
  //   UNAVAILABLE          an owning service did not answer; nothing changes
  absl::StatusOr<TenantLimits> Change(const db::TenantContext& context, const std::string& plan,
                                      absl::Time deadline);

  // Tells the owners the limits, and notes that they were told.
  absl::Status Tell(const LimitOrder& order, absl::Time deadline);

  // Tells the owners the limits of a tenant that has just come to be, so that they hold before
  // anybody can create. Takes a second at most; what fails is told again by LimitRelay.
  void Announce(const core::Ulid& tenant_id, absl::Time deadline);

 private:
  absl::StatusOr<Plan> Choose(const std::string& code, absl::Time deadline);
  // OK once both have the limits of the plan under that version.
  absl::Status Try(const core::Ulid& tenant_id, const Plan& plan, std::int64_t version,
                   absl::Time deadline);

  const Parts parts_;
};

}  // namespace enlace::auth
