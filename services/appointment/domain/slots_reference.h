#pragma once

#include <vector>

#include "absl/time/time.h"
#include "services/appointment/domain/slots.h"

namespace enlace::appointment {

// What SlotSearch finds in one period, by asking of every minute what the wall clock shows: slow
// and obvious, for tests.
struct ReferenceResult {
  std::vector<Slot> free;
  SlotCount count;
};
ReferenceResult FindMinuteByMinute(const std::vector<Place>& places, const absl::TimeZone& zone,
                                   const SlotQuery& query);

}  // namespace enlace::appointment
