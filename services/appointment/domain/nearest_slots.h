#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/clock.h"
#include "services/appointment/domain/caller.h"
#include "services/appointment/domain/person_name.h"
#include "services/appointment/domain/slot_answer.h"
#include "services/appointment/domain/slot_repository.h"

namespace enlace::appointment {

// A time that somebody wanted and could not have.
struct TakenTime {
  PersonName doctor;
  core::Ulid location_id;
  absl::Time start;
  absl::Time end;
  // As it was said; need not be a type of the tenant's.
  std::optional<std::string> appointment_type;
  // Canonical name.
  std::string modality;
};

inline constexpr std::size_t kAlternatives = 3;

// Finds what can be booked instead (C5). Thread-safe.
class NearestSlots {
 public:
  // Both must outlive the object.
  NearestSlots(SlotRepository& repository, const core::Clock& clock);

  // At most three free times of the same length, doctor and site, the nearest first: from three
  // days before until 31 days after the one that is taken, never before now. None for a doctor
  // without hours there.
  absl::StatusOr<std::vector<SlotOffer>> To(const Caller& caller, const TakenTime& taken);

 private:
  SlotRepository& repository_;
  const core::Clock& clock_;
};

}  // namespace enlace::appointment
