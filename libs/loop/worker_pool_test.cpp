#include "libs/loop/worker_pool.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>

#include "absl/synchronization/notification.h"
#include "libs/loop/wait.h"

namespace enlace::loop {
namespace {

TEST_CASE("a full queue refuses, and everything that was taken is run") {
  std::atomic<int> ran = 0;
  int taken = 0;
  {
    WorkerPool pool(1, 1, 3);
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

TEST_CASE("tasks that wait leave the thread to others, up to the number allowed") {
  std::atomic<int> begun = 0;
  absl::Notification both;
  WorkerPool pool(1, 2, 10);
  absl::Mutex mutex;
  std::vector<Notification> waiting;
  for (int i = 0; i < 3; ++i) {
    REQUIRE(pool.TrySubmit([&] {
      const Notification answer;
      {
        absl::MutexLock lock(&mutex);
        waiting.push_back(answer);
      }
      if (++begun == 2) both.Notify();
      answer.Wait();
    }));
  }
  both.WaitForNotification();
  CHECK(begun == 2);
  for (int notified = 0; notified < 3;) {
    absl::MutexLock lock(
        &mutex, absl::Condition(
                    +[](std::vector<Notification>* list) { return !list->empty(); }, &waiting));
    waiting.back().Notify();
    waiting.pop_back();
    ++notified;
  }
}

}  // namespace
}  // namespace enlace::loop
