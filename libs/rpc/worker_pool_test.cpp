#include "libs/rpc/worker_pool.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>

#include "absl/synchronization/notification.h"

namespace enlace::rpc {
namespace {

TEST_CASE("a full queue refuses, and everything that was taken is run") {
  std::atomic<int> ran = 0;
  int taken = 0;
  {
    WorkerPool pool(1, 3);
    absl::Notification busy, release;
    REQUIRE(pool.TrySubmit([&] {
      busy.Notify();
      release.WaitForNotification();
      ++ran;
    }));
    busy.WaitForNotification();
    for (int i = 0; i < 10; ++i) taken += pool.TrySubmit([&] { ++ran; }) ? 1 : 0;
    release.Notify();
  }
  CHECK(taken == 3);
  CHECK(ran == 4);
}

}  // namespace
}  // namespace enlace::rpc
