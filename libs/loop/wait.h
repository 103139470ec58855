#pragma once

#include <memory>

#include "absl/time/time.h"

namespace enlace::loop {

// Waiting. On a fiber of an EventLoop only that fiber waits; on every other thread, the thread.

// Waits until `socket` is ready for what `events` (of poll) asks, or in error. False when the
// deadline came first. One waiter for a socket at a time.
bool AwaitSocket(int socket, short events, absl::Time deadline);

void Pause(absl::Duration duration);

// Something that happens once. Copies stand for the same event.
class Notification {
 public:
  // Made by the one who will wait, on the fiber or thread that will.
  Notification();

  // Thread-safe; may come before the wait, and after the waiter has gone (unless its loop has gone
  // too).
  void Notify() const;

  // False when the deadline came first.
  bool WaitUntil(absl::Time deadline) const;
  void Wait() const { WaitUntil(absl::InfiniteFuture()); }

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace enlace::loop
