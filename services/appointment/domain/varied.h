#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "absl/time/civil_time.h"
#include "services/appointment/domain/slots.h"

namespace enlace::appointment {

// What makes two slots different to a person.
struct SlotTraits {
  absl::CivilDay day;
  // Morning, afternoon or evening, as numbers.
  int part_of_day = 0;
  core::Ulid practitioner_id;
  core::Ulid location_id;
};

// A few of many.
struct VariedSlots {
  // In order.
  std::vector<Slot> slots;
  // As many as were asked for, and each differs from those before as it should.
  bool complete = false;
};

// Picks the soonest, then the soonest on another day or in another part of the day, then the
// soonest with another doctor or at another site, and so on in turn; where there is none such, the
// soonest that is left. `free`: in order. `one_place`: there is but one doctor at one site to
// choose from.
VariedSlots PickVaried(const std::vector<Slot>& free, std::size_t most, bool one_place,
                       const std::function<SlotTraits(const Slot&)>& traits_of);

}  // namespace enlace::appointment
