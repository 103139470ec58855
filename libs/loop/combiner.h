#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/cleanup/cleanup.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/loop/event_loop.h"
#include "libs/loop/wait.h"

namespace enlace::loop {

// Serves together what arrives together: the first caller to come serves for all who join it, those
// who come meanwhile are served by the next of them. No thread of its own. Thread-safe.
template <typename Item>
class Combiner {
 public:
  using Batch = std::vector<std::shared_ptr<Item>>;
  using Serve = std::function<void(const Batch&)>;

  // `serve` is given 1 to `most` items, by up to `leaders` callers at once. What it throws reaches
  // the caller that leads; the others count as served, with their items as they were left.
  Combiner(std::size_t most, int leaders, Serve serve)
      : most_(most), leaders_left_(leaders), serve_(std::move(serve)) {}

  // Waits until the item was served. False when the deadline came first; `serve` may be about to
  // use it, or using it, even so. A caller that serves stays until that is done.
  bool Do(std::shared_ptr<Item> item, absl::Time deadline) {
    const auto place = std::make_shared<Place>(std::move(item));
    bool waits = false;
    {
      absl::MutexLock lock(&mutex_);
      waits = leaders_left_ == 0;
      if (waits) {
        queue_.push_back(place);
      } else {
        --leaders_left_;
      }
    }
    if (waits && !place->woken.WaitUntil(deadline)) return GiveUp(place);
    if (place->served) return true;
    Lead(place);
    return true;
  }

  // How many wait for a turn.
  std::size_t waiting() const {
    absl::MutexLock lock(&mutex_);
    return queue_.size();
  }

 private:
  // Not in the queue any more once it leads or is being served.
  struct Place {
    explicit Place(std::shared_ptr<Item> what) : item(std::move(what)) {}
    const std::shared_ptr<Item> item;
    const Notification woken;
    // Set under the combiner's mutex before `woken`.
    bool served = false;
    bool leads = false;
  };
  using Places = std::vector<std::shared_ptr<Place>>;

  bool GiveUp(const std::shared_ptr<Place>& place) {
    absl::MutexLock lock(&mutex_);
    std::erase(queue_, place);
    // Called to lead in this very moment: the next one shall.
    if (place->leads) PassOn();
    return place->served;
  }

  void Lead(const std::shared_ptr<Place>& own) {
    // Those who are ready to join do. Alone, nobody can, and a turn of the loop takes its time.
    if (EventLoop::HasCompany()) EventLoop::Yield();
    Places places = {own};
    {
      absl::MutexLock lock(&mutex_);
      while (!queue_.empty() && places.size() < most_) {
        places.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
    }
    Batch batch;
    batch.reserve(places.size());
    for (const auto& place : places) batch.push_back(place->item);
    const absl::Cleanup end = [&] {
      absl::MutexLock lock(&mutex_);
      for (const auto& place : places) {
        place->served = true;
        if (place != own) place->woken.Notify();
      }
      PassOn();
    };
    serve_(batch);
  }

  void PassOn() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (queue_.empty()) {
      ++leaders_left_;
      return;
    }
    const auto next = std::move(queue_.front());
    queue_.pop_front();
    next->leads = true;
    next->woken.Notify();
  }

  const std::size_t most_;
  mutable absl::Mutex mutex_;
  int leaders_left_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::shared_ptr<Place>> queue_ ABSL_GUARDED_BY(mutex_);
  const Serve serve_;
};

}  // namespace enlace::loop
