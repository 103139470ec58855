#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "libs/core/ulid.h"
#include "services/appointment/domain/caller.h"

namespace enlace::appointment {

// By which workflow a patient's appointments and entries of the waitlist are shown to callers who
// are limited to some. Thread-safe.
class PatientWorkflows {
 public:
  virtual ~PatientWorkflows() = default;

  // Moves all live appointments and all entries of the patient to the workflow, nullopt: to none,
  // in one transaction. What is there already stays as it is, in its version too. A patient who has
  // nothing here is no mistake. UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED and
  // INTERNAL.
  virtual absl::Status Follow(const Caller& caller, const core::Ulid& patient_id,
                              const std::optional<std::string>& workflow) = 0;
};

}  // namespace enlace::appointment
