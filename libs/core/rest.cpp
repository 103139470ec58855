#include "libs/core/rest.h"

#include <algorithm>
#include <chrono>

namespace enlace::core {
namespace {

// Longer rests would be more than the clock can count.
constexpr absl::Duration kLongest = absl::Hours(24 * 365);

}  // namespace

bool Rest::For(absl::Duration time, EndedBy ended_by) {
  const auto until =
      std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(std::min(time, kLongest));
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, until, [this, ended_by] {
    return stopping_ || (woken_ && ended_by == EndedBy::kWakeOrStop);
  });
  woken_ = false;
  return !stopping_;
}

void Rest::Wake() {
  const std::lock_guard lock(mutex_);
  woken_ = true;
  changed_.notify_all();
}

void Rest::Stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
  changed_.notify_all();
}

bool Rest::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

}  // namespace enlace::core
