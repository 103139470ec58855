#pragma once

#include <algorithm>
#include <chrono>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace enlace::loop {

// A deadline by the clock that nobody sets: what waits must not wait longer because the machine's
// clock was set back meanwhile.
inline std::chrono::steady_clock::time_point ToSteady(absl::Time deadline) {
  // More than the clock can count.
  constexpr absl::Duration kLongest = absl::Hours(24 * 365);
  return std::chrono::steady_clock::now() +
         absl::ToChronoNanoseconds(std::clamp(deadline - absl::Now(), -kLongest, kLongest));
}

}  // namespace enlace::loop
