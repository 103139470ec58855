#pragma once

#include "absl/time/time.h"
#include "libs/core/repeating_thread.h"
#include "services/auth/domain/doctor_order.h"

namespace enlace::auth {

// Has the doctors who registered clinics made, on a thread of its own, again and again until each
// is there. A kill at any moment tells of one once more. Replicas may run at once.
class DoctorRelay {
 public:
  // Both must outlive it.
  DoctorRelay(DoctorOrderRepository& orders, DoctorOwner& doctors,
              absl::Duration poll = absl::Milliseconds(500));

  // There may be a new order. Thread-safe.
  void Nudge() { thread_.Wake(); }

 private:
  // Carries out the order that is due, if there is one; whether there may be more.
  bool CarryOutOne();

  DoctorOrderRepository& orders_;
  DoctorOwner& doctors_;
  // Last: ends before what it works with.
  core::RepeatingThread thread_;
};

}  // namespace enlace::auth
