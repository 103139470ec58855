#pragma once

#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/appointment/domain/span.h"

namespace enlace::appointment {

// The clocks of a site's zone over a period, with their changes looked up once. Answers are right
// within the period; beyond it the clocks go on as they went at its ends.
class SiteClock {
 public:
  SiteClock(const absl::TimeZone& zone, UnixSeconds from, UnixSeconds to);

  // Adds when the clocks show a time of the day from minute `start` to before minute `end`: nothing
  // of what they skip, and twice what they repeat; in one piece what touches.
  void AddShown(absl::CivilDay day, int start, int end, std::vector<Span>& spans) const;

  // What the clocks show.
  absl::CivilSecond At(UnixSeconds time) const;
  absl::CivilDay DayAt(UnixSeconds time) const { return absl::CivilDay(At(time)); }

 private:
  // Between two changes of the clocks.
  struct Stretch {
    UnixSeconds start;
    UnixSeconds end;
    // East of UTC.
    UnixSeconds offset;
  };
  std::vector<Stretch> stretches_;
};

}  // namespace enlace::appointment
