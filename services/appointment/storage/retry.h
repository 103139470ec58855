#pragma once

#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "libs/loop/wait.h"

namespace enlace::appointment::storage {

inline constexpr int kMaxRetries = 3;

// Runs `attempt` (of type absl::StatusOr<…>()) again, up to three times and not past the deadline,
// after a deadlock or a serialization failure (ABORTED): nothing was committed then. Waits a random
// while, longer each time, so that those who met do not meet again.
template <typename Attempt>
auto RetryAborted(absl::Time deadline, Attempt attempt) {
  auto result = attempt();
  for (int retry = 1; retry <= kMaxRetries && absl::IsAborted(result.status()); ++retry) {
    absl::BitGen random;
    const auto pause = absl::Microseconds(absl::Uniform(random, 500, 5'000 << retry));
    if (absl::Now() + pause >= deadline) break;
    loop::Pause(pause);
    result = attempt();
  }
  return result;
}

}  // namespace enlace::appointment::storage
