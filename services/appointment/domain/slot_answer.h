#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/appointment/domain/slot_repository.h"
#include "services/appointment/domain/slots.h"

namespace enlace::appointment {

// A free time with all that a caller says of it.
struct SlotOffer {
  DoctorAtSite at;
  absl::Time start;
  absl::Time end;
  // Code; absent: none was asked for.
  std::optional<std::string> appointment_type;
  // Canonical name.
  std::string modality;
};

// What would be offered if one wish were given up.
struct SlotRelaxation {
  // Absent: the search ended too early.
  std::optional<Removal> wish;
  SlotOffer offer;
};

struct SlotExplanation {
  SlotCount count;
  std::vector<SlotRelaxation> relaxations;
};

struct SlotAnswer {
  // In order.
  std::vector<SlotOffer> offers;
  // When there are fewer than were asked for; of pages, when there is nothing at all.
  std::optional<SlotExplanation> explanation;
  // Of pages: key of the last one, where more follow.
  std::optional<std::string> next;
};

}  // namespace enlace::appointment
