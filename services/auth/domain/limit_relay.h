#pragma once

#include "absl/time/time.h"
#include "libs/core/repeating_thread.h"
#include "services/auth/domain/limit_owner.h"
#include "services/auth/domain/plan_repository.h"

namespace enlace::auth {

// Tells the owning services the limits of the tenants' plans, on a thread of its own, again and
// again until both have confirmed them. A kill at any moment tells them once more. Replicas may run
// at once.
class LimitRelay {
 public:
  struct Parts {
    PlanRepository& plans;
    LimitOwner& patients;
    LimitOwner& doctors;
  };
  // All parts must outlive it.
  explicit LimitRelay(const Parts& parts, absl::Duration poll = absl::Milliseconds(500));

 private:
  // Tells the limits that are due, if there are any; whether there may be more.
  bool TellOne();

  const Parts parts_;
  // Last: ends before what it works with.
  core::RepeatingThread thread_;
};

}  // namespace enlace::auth
