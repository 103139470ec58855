#include "libs/core/repeating_thread.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>

#include "absl/synchronization/notification.h"

namespace enlace::core {
namespace {

TEST_CASE("a step that has more to do is followed by the next one without a pause") {
  std::atomic<int> steps = 0;
  absl::Notification done;
  const RepeatingThread thread(
      [&] {
        if (++steps == 3) done.Notify();
        return steps < 3;
      },
      absl::Hours(1));
  CHECK(done.WaitForNotificationWithTimeout(absl::Seconds(10)));
}

TEST_CASE("a step is repeated after the pause, until the thread ends") {
  std::atomic<int> steps = 0;
  absl::Notification third;
  {
    const RepeatingThread thread(
        [&] {
          if (++steps == 3) third.Notify();
          return false;
        },
        absl::Milliseconds(1));
    REQUIRE(third.WaitForNotificationWithTimeout(absl::Seconds(10)));
  }
  const int ended = steps;
  CHECK(ended >= 3);
  CHECK(steps == ended);
}

TEST_CASE("a thread that is woken does its next step at once") {
  std::atomic<int> steps = 0;
  absl::Notification first, second;
  RepeatingThread thread(
      [&] {
        if (++steps == 1) first.Notify();
        if (steps == 2) second.Notify();
        return false;
      },
      absl::Hours(1));
  REQUIRE(first.WaitForNotificationWithTimeout(absl::Seconds(10)));
  thread.Wake();
  CHECK(second.WaitForNotificationWithTimeout(absl::Seconds(10)));
}

}  // namespace
}  // namespace enlace::core
