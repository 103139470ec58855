#include "libs/loop/worker_pool.h"

#include <algorithm>
#include <utility>

namespace enlace::loop {

WorkerPool::WorkerPool(std::size_t loops, std::size_t tasks, std::size_t queued)
    : most_(tasks + queued) {
  const std::size_t fibers = (tasks + loops - 1) / loops;
  for (std::size_t i = 0; i < loops; ++i) workers_.push_back(std::make_unique<Worker>(fibers));
}

WorkerPool::~WorkerPool() {
  // All before the first is destroyed: what runs on one may notify those of another, even when they
  // gave up waiting.
  for (const auto& worker : workers_) worker->loop.Join();
}

bool WorkerPool::TrySubmit(std::function<void()> task) {
  if (load_.fetch_add(1) >= most_) {
    load_.fetch_sub(1);
    return false;
  }
  // The first of the least loaded: little work stays together on warm caches.
  auto& worker = **std::min_element(
      workers_.begin(), workers_.end(),
      [](const auto& left, const auto& right) { return left->load.load() < right->load.load(); });
  worker.load.fetch_add(1);
  worker.loop.Post([this, &worker, task = std::move(task)] {
    task();
    worker.load.fetch_sub(1);
    load_.fetch_sub(1);
  });
  return true;
}

}  // namespace enlace::loop
