#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "libs/loop/event_loop.h"

namespace enlace::loop {

// Event loops that share the work, and a bounded queue before them. Thread-safe.
class WorkerPool {
 public:
  // `tasks`: how many are under way at once, over all loops; `queued`: how many more may wait.
  WorkerPool(std::size_t loops, std::size_t tasks, std::size_t queued);
  // Runs what is queued, then joins.
  ~WorkerPool();

  // False when the queue is full: the task was not taken. A task must not throw.
  [[nodiscard]] bool TrySubmit(std::function<void()> task);

 private:
  struct Worker {
    explicit Worker(std::size_t fibers) : loop(fibers) {}
    std::atomic<std::size_t> load = 0;
    EventLoop loop;
  };

  const std::size_t most_;
  std::atomic<std::size_t> load_ = 0;
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace enlace::loop
