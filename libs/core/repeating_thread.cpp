#include "libs/core/repeating_thread.h"

#include <utility>

namespace enlace::core {

RepeatingThread::RepeatingThread(std::function<bool()> step, absl::Duration pause)
    : step_(std::move(step)), pause_(pause), thread_([this] { Work(); }) {}

RepeatingThread::~RepeatingThread() {
  rest_.Stop();
  thread_.join();
}

void RepeatingThread::Wake() { rest_.Wake(); }

void RepeatingThread::Work() {
  bool more = false;
  do {
    more = step_();
  } while (rest_.For(more ? absl::ZeroDuration() : pause_));
}

}  // namespace enlace::core
