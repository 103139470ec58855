#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace enlace::auth {

// Where passwords are hashed: two at once, on threads of its own, so that no event loop stands
// still, with a bounded queue before them. So sign-ins, even in a flood, take a bounded share of
// memory and of the processor. Callers wait as in libs/loop/wait.h. Thread-safe.
class PasswordGate {
 public:
  static constexpr std::size_t kAtOnce = 2;
  static constexpr std::size_t kMostWaiting = 16;

  PasswordGate();
  // Waits for what has begun. Nobody may be waiting for an answer any more.
  ~PasswordGate();
  PasswordGate(const PasswordGate&) = delete;
  PasswordGate& operator=(const PasswordGate&) = delete;

  // HashPassword and VerifyPassword of password.h, with their errors and those of Run.
  absl::StatusOr<std::string> Hash(std::string password, absl::Time deadline);
  absl::StatusOr<bool> Verify(std::string password, std::string hash, absl::Time deadline);

  // Returns when `work` was done:
  //   RESOURCE_EXHAUSTED   at once, when kAtOnce are under way and kMostWaiting wait
  //   DEADLINE_EXCEEDED    the deadline came first. Work that had begun goes on, in its place,
  //   until
  //                        it ends: it must own all that it uses
  //   INTERNAL             it threw
  absl::Status Run(std::function<void()> work, absl::Time deadline);

  struct Load {
    std::size_t under_way = 0;
    std::size_t waiting = 0;
    // Since the start: work that ended, and calls of Run that were RESOURCE_EXHAUSTED.
    std::size_t done = 0;
    std::size_t refused = 0;
  };
  Load load() const;

 private:
  // One call's place, from its arrival until its work was done or its caller gave up.
  struct Turn;

  void Work();
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || !waiting_.empty(); }

  mutable absl::Mutex mutex_;
  std::deque<std::shared_ptr<Turn>> waiting_ ABSL_GUARDED_BY(mutex_);
  std::size_t under_way_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t done_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t refused_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace enlace::auth
