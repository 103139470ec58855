#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::auth {

// The doctor who registered a clinic, whose profile is still to be made where doctors are kept.
// Personal data.
struct DoctorOrder {
  core::Ulid tenant_id;
  core::Ulid doctor_id;
  std::string first_name, last_name, doc_type_id, doc_number;
  // Empty: none is known.
  std::string specialty, licence_state, licence_number;
};

// Where the orders are kept, from the registration until the doctor is there. Thread-safe; blocks
// until `deadline` at most.
class DoctorOrderRepository {
 public:
  virtual ~DoctorOrderRepository() = default;

  // The order that is due longest, which is due again later, unless it is confirmed; nullopt when
  // none is.
  virtual absl::StatusOr<std::optional<DoctorOrder>> Claim(absl::Time deadline) = 0;
  // Forgets the order. The membership gets `doctor_id` where that is another one than was ordered.
  virtual absl::Status Confirm(const DoctorOrder& order, const core::Ulid& doctor_id,
                               absl::Time deadline) = 0;
};

// The service that owns the doctors. Thread-safe.
class DoctorOwner {
 public:
  virtual ~DoctorOwner() = default;

  // Makes the doctor, once however often it is asked for. Answers the one who is there: of another
  // id, where the clinic had one with that document already. FAILED_PRECONDITION (PLAN_LIMIT);
  // UNAVAILABLE when it does not answer.
  virtual absl::StatusOr<core::Ulid> Ensure(const DoctorOrder& order, absl::Time deadline) = 0;
};

}  // namespace enlace::auth
