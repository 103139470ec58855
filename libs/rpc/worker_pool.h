#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace enlace::rpc {

// Threads that may block on the database, with a bounded queue before them. Thread-safe.
class WorkerPool {
 public:
  WorkerPool(std::size_t threads, std::size_t max_queued);
  // Runs what is queued, then joins.
  ~WorkerPool();

  // False when the queue is full: the task was not taken.
  [[nodiscard]] bool TrySubmit(std::function<void()> task);

 private:
  void Work();

  const std::size_t max_queued_;
  absl::Mutex mutex_;
  std::deque<std::function<void()>> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace enlace::rpc
