#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::patient {

// From a change of a patient's workflow on, a booking that read the earlier one may still be
// stored. Twice the longest call: that of the change, which a booking may begin before the end of,
// and that of the booking.
inline constexpr absl::Duration kBookingsUnderWay = absl::Seconds(60);

// That a patient's workflow has changed, for the service that keeps what is shown by it.
struct WorkflowOrder {
  core::Ulid tenant_id;
  core::Ulid patient_id;
  // The patient's now; nullopt: none.
  std::optional<std::string> workflow;
  absl::Time changed_at;
  // Whether no booking is under way any more that knows an earlier workflow.
  bool settled = false;
};

// Where the orders are kept, from the change until all follows it. Thread-safe; blocks until
// `deadline` at most.
class WorkflowOrderRepository {
 public:
  virtual ~WorkflowOrderRepository() = default;

  // The order that is due longest, which is due again later, unless it is confirmed; nullopt when
  // none is.
  virtual absl::StatusOr<std::optional<WorkflowOrder>> Claim(absl::Time deadline) = 0;
  // Forgets an order that was settled when it was claimed; any other is due again once it is.
  // Nothing becomes of it where the workflow has changed since.
  virtual absl::Status Confirm(const WorkflowOrder& order, absl::Time deadline) = 0;
};

// The service that keeps appointments and the waitlist. Thread-safe.
class WorkflowFollower {
 public:
  virtual ~WorkflowFollower() = default;

  // Moves all that it keeps of the patient to the workflow, however often it is asked.
  virtual absl::Status Follow(const WorkflowOrder& order, absl::Time deadline) = 0;
};

}  // namespace enlace::patient
