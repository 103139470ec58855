#include "libs/loop/wait.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "absl/time/clock.h"
#include "libs/loop/event_loop.h"
#include "libs/loop/steady.h"

namespace enlace::loop {
namespace {

bool Poll(int socket, short events, absl::Time deadline) {
  const auto until = ToSteady(deadline);
  while (true) {
    const auto left = absl::FromChrono(until - std::chrono::steady_clock::now());
    // Rounded up, so that the last fraction of a millisecond does not spin; looked at again
    // after at most a minute.
    const auto millis = absl::ToInt64Milliseconds(
        std::clamp(absl::Ceil(left, absl::Milliseconds(1)), absl::ZeroDuration(),
                   absl::Duration(absl::Minutes(1))));
    pollfd entry{socket, events, 0};
    const int ready = poll(&entry, 1, static_cast<int>(millis));
    if (ready > 0 || (ready < 0 && errno != EINTR)) return true;
    if (ready == 0 && std::chrono::steady_clock::now() >= until) return false;
  }
}

}  // namespace

bool AwaitSocket(int socket, short events, absl::Time deadline) {
  auto* const loop = EventLoop::Current();
  // A look without waiting needs no fiber to stop.
  if (loop == nullptr || deadline == absl::InfinitePast()) return Poll(socket, events, deadline);
  const auto ready = loop->AwaitReady(socket, events, deadline);
  if (!ready) return Poll(socket, events, deadline);
  // A loop that was kept busy sees the deadline before the socket: what is there by then counts.
  return *ready || Poll(socket, events, absl::InfinitePast());
}

void Pause(absl::Duration duration) { Notification().WaitUntil(absl::Now() + duration); }

// The waiter is for fibers, the rest for threads.
struct Notification::State {
  EventLoop* const loop = EventLoop::Current();
  EventLoop::Waiter waiter;
  std::mutex mutex;
  std::condition_variable changed;
  bool happened = false;

  bool WaitOnThread(absl::Time deadline) {
    std::unique_lock lock(mutex);
    const auto has_happened = [this] { return happened; };
    if (deadline != absl::InfiniteFuture()) {
      return changed.wait_until(lock, ToSteady(deadline), has_happened);
    }
    changed.wait(lock, has_happened);
    return true;
  }
};

Notification::Notification() : state_(std::make_shared<State>()) {}

void Notification::Notify() const {
  if (state_->loop == nullptr) {
    // The waiter may be gone, with this object, as soon as it may know.
    const auto state = state_;
    const std::lock_guard lock(state->mutex);
    state->happened = true;
    state->changed.notify_all();
  } else if (state_->loop == EventLoop::Current()) {
    state_->waiter.Wake();
  } else {
    state_->loop->Bring(nullptr, {state_, &state_->waiter});
  }
}

bool Notification::WaitUntil(absl::Time deadline) const {
  if (state_->loop == nullptr) return state_->WaitOnThread(deadline);
  return state_->waiter.WaitUntil(deadline);
}

}  // namespace enlace::loop
