#pragma once

#include "absl/time/time.h"
#include "libs/core/repeating_thread.h"
#include "services/auth/domain/plan_repository.h"
#include "services/auth/domain/plan_service.h"

namespace enlace::auth {

// Tells the owning services the limits of the tenants' plans, on a thread of its own, again and
// again until both have confirmed them. A kill at any moment tells them once more. Replicas may run
// at once.
class LimitRelay {
 public:
  // Both must outlive it.
  LimitRelay(PlanRepository& orders, PlanService& plans,
             absl::Duration poll = absl::Milliseconds(500));

 private:
  // Tells the limits that are due, if there are any; whether there may be more.
  bool TellOne();

  PlanRepository& orders_;
  PlanService& plans_;
  // Last: ends before what it works with.
  core::RepeatingThread thread_;
};

}  // namespace enlace::auth
