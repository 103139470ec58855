#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>

namespace enlace::core {

// Of what happens again and again, perhaps thousands of times a second, lets one through in each
// interval and counts the others. Thread-safe.
class Sparse {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Sparse(Clock::duration interval) : interval_(interval) {}

  // How many were held back since the last one that came through; absent: this one is, too.
  std::optional<std::int64_t> Pass(Clock::time_point now = Clock::now()) {
    auto next = next_.load(std::memory_order_relaxed);
    if (now.time_since_epoch() < next ||
        !next_.compare_exchange_strong(next, now.time_since_epoch() + interval_)) {
      held_back_.fetch_add(1, std::memory_order_relaxed);
      return std::nullopt;
    }
    return held_back_.exchange(0, std::memory_order_relaxed);
  }

 private:
  const Clock::duration interval_;
  std::atomic<Clock::duration> next_ = Clock::duration::min();
  std::atomic<std::int64_t> held_back_ = 0;
};

}  // namespace enlace::core
