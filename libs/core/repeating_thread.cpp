#include "libs/core/repeating_thread.h"

#include <utility>

namespace enlace::core {

RepeatingThread::RepeatingThread(std::function<bool()> step, absl::Duration pause)
    : step_(std::move(step)), pause_(pause), thread_([this] { Work(); }) {}

RepeatingThread::~RepeatingThread() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void RepeatingThread::Wake() {
  absl::MutexLock lock(&mutex_);
  woken_ = true;
}

void RepeatingThread::Work() {
  bool more = false;
  do {
    more = step_();
  } while (Rest(more ? absl::ZeroDuration() : pause_));
}

bool RepeatingThread::Rest(absl::Duration time) {
  absl::MutexLock lock(&mutex_);
  mutex_.AwaitWithTimeout(absl::Condition(this, &RepeatingThread::MayNotRest), time);
  woken_ = false;
  return !stopping_;
}

}  // namespace enlace::core
