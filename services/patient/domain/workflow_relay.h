#pragma once

#include "absl/time/time.h"
#include "libs/core/repeating_thread.h"
#include "services/patient/domain/workflow_order.h"

namespace enlace::patient {

// Has appointments and the waitlist follow their patients' workflows, on a thread of its own, again
// and again until each order is confirmed. A kill at any moment tells of one once more. Replicas
// may run at once: of two orders of one patient the earlier may arrive last, but then not the last
// time.
class WorkflowRelay {
 public:
  // Both must outlive it.
  WorkflowRelay(WorkflowOrderRepository& orders, WorkflowFollower& follower,
                absl::Duration poll = absl::Milliseconds(500));

 private:
  // Tells of the order that is due, if there is one; whether to go on at once.
  bool TellOne();

  WorkflowOrderRepository& orders_;
  WorkflowFollower& follower_;
  // Last: ends before what it works with.
  core::RepeatingThread thread_;
};

}  // namespace enlace::patient
