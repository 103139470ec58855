#include "libs/loop/event_loop.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/fiber/algo/algorithm.hpp>
#include <boost/fiber/context.hpp>
#include <boost/fiber/fiber.hpp>
#include <boost/fiber/operations.hpp>
#include <boost/fiber/protected_fixedsize_stack.hpp>
#include <boost/fiber/scheduler.hpp>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/time/clock.h"
#include "libs/loop/fiber_switch.h"
#include "libs/loop/steady.h"

namespace enlace::loop {
namespace {

constexpr int kEventsAtOnce = 64;
constexpr timespec kNoTime{};
// How long new tasks of a source may go unseen while all that are under way wait: of one that can't
// be watched, and of one that can, should another thread have been woken for them.
constexpr std::chrono::microseconds kSlice{200}, kWatchedSlice{5000};

thread_local EventLoop* current = nullptr;

// condition_variable_any wants a lock; fibers of one thread need none.
struct NoLock {
  void lock() {}
  void unlock() {}
};

int Opened(int descriptor) {
  if (descriptor >= 0) return descriptor;
  std::perror("libs/loop: no file descriptor");
  std::abort();
}

std::uint32_t ToEpoll(short events) {
  // The bits of poll and epoll are the same for input and output.
  return static_cast<std::uint32_t>(events) | EPOLLONESHOT;
}

}  // namespace

// Round robin, and one place where the thread sleeps.
class EventLoop::Scheduler final : public boost::fibers::algo::algorithm {
 public:
  explicit Scheduler(EventLoop& loop) : loop_(loop) { loop_.scheduler_ = this; }

  void awakened(boost::fibers::context* context) noexcept override {
    context->ready_link(ready_);
    if (IsOfTask(*context)) ++ready_tasks_;
  }
  // Boost switches to what this answers, next.
  boost::fibers::context* pick_next() noexcept override {
    if (ready_.empty()) return nullptr;
    auto* next = &ready_.front();
    ready_.pop_front();
    if (IsOfTask(*next)) --ready_tasks_;
    switches_.To(*next);
    return next;
  }
  bool HasReadyTasks() const { return ready_tasks_ > 0; }
  bool has_ready_fibers() const noexcept override { return !ready_.empty(); }
  void suspend_until(const std::chrono::steady_clock::time_point& until) noexcept override {
    loop_.Sleep(until);
  }
  // Nothing of this loop is woken through Boost from another thread.
  void notify() noexcept override {}

 private:
  static bool IsOfTask(const boost::fibers::context& context) {
    return context.is_context(boost::fibers::type::worker_context);
  }

  EventLoop& loop_;
  FiberSwitches switches_;
  boost::fibers::scheduler::ready_queue_type ready_;
  // Boost's own dispatcher is nearly always ready too.
  std::size_t ready_tasks_ = 0;
};

bool EventLoop::Waiter::WaitUntil(absl::Time deadline) {
  NoLock none;
  const auto is_fired = [this] { return fired; };
  if (deadline != absl::InfiniteFuture()) {
    return woken.wait_until(none, ToSteady(deadline), is_fired);
  }
  woken.wait(none, is_fired);
  return true;
}

void EventLoop::Waiter::Wake() {
  fired = true;
  woken.notify_one();
}

EventLoop::EventLoop(std::size_t fibers, Source* source)
    : epoll_(Opened(epoll_create1(EPOLL_CLOEXEC))),
      bell_(Opened(eventfd(0, EFD_CLOEXEC))),
      source_(source) {
  epoll_event event{.events = EPOLLIN | EPOLLET, .data = {.fd = bell_}};
  epoll_ctl(epoll_, EPOLL_CTL_ADD, bell_, &event);
  for (const int watched : source ? source->Watched() : std::vector<int>()) {
    event.data.fd = watched;
    if (epoll_ctl(epoll_, EPOLL_CTL_ADD, watched, &event) == 0) source_is_watched_ = true;
  }
  thread_ = std::thread([this, fibers] { Run(fibers); });
}

EventLoop::~EventLoop() {
  Join();
  close(bell_);
  close(epoll_);
}

void EventLoop::Join() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  Bring(nullptr, nullptr);
  if (thread_.joinable()) thread_.join();
}

EventLoop* EventLoop::Current() { return current; }

void EventLoop::Yield() {
  if (current != nullptr) boost::this_fiber::yield();
}

bool EventLoop::HasCompany() { return current == nullptr || current->under_way_ > 1; }

void EventLoop::Post(Task task) { Bring(std::move(task), nullptr); }

void EventLoop::Bring(Task task, std::shared_ptr<Waiter> waiter) {
  bool ring = false;
  {
    absl::MutexLock lock(&mutex_);
    if (task) new_tasks_.push_back(std::move(task));
    if (waiter) new_wakes_.push_back(std::move(waiter));
    ring = std::exchange(asleep_, false);
  }
  // Edge-triggered: every write is an edge, and the count is never read.
  if (ring) eventfd_write(bell_, 1);
}

void EventLoop::Run(std::size_t fibers) {
  current = this;
  boost::fibers::use_scheduling_algorithm<Scheduler>(*this);
  std::vector<boost::fibers::fiber> serving;
  serving.reserve(fibers);
  // Reserved, not used: only touched pages cost memory. A guard page ends it.
  boost::fibers::protected_fixedsize_stack stacks(FiberSwitches::kStackBytes);
  for (std::size_t i = 0; i < fibers; ++i) {
    serving.emplace_back(boost::fibers::launch::post, std::allocator_arg, stacks,
                         [this] { Serve(); });
  }
  if (source_ != nullptr) FollowSource();
  for (auto& fiber : serving) fiber.join();
  current = nullptr;
}

void EventLoop::Serve() {
  while (true) {
    while (!tasks_.empty()) {
      const Task task = std::move(tasks_.front());
      tasks_.pop_front();
      task();
      --under_way_;
    }
    if (ending_) {
      // A task may have posted another.
      TakeIn();
      if (tasks_.empty()) return;
      continue;
    }
    Waiter idle;
    idle_.push_back(&idle);
    idle.WaitUntil(absl::InfiniteFuture());
  }
}

std::optional<bool> EventLoop::AwaitReady(int socket, short events, absl::Time deadline) {
  epoll_event event{.events = ToEpoll(events), .data = {.fd = socket}};
  // A closed socket is forgotten by the kernel, so the same number may be new.
  if (epoll_ctl(epoll_, EPOLL_CTL_MOD, socket, &event) != 0 &&
      epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event) != 0) {
    // A closed socket is ready, as for poll: the next read or write names the fault.
    if (errno == EBADF) return true;
    return std::nullopt;
  }
  Waiter waiter;
  by_socket_[socket] = &waiter;
  const bool ready = waiter.WaitUntil(deadline);
  by_socket_.erase(socket);
  return ready;
}

void EventLoop::Begin(Task task) {
  ++under_way_;
  tasks_.push_back(std::move(task));
  if (idle_.empty()) return;
  // The one that went idle last has the warmest stack.
  idle_.back()->Wake();
  idle_.pop_back();
}

void EventLoop::FollowSource() {
  // The fibers that serve shall be waiting when the first task begins.
  Yield();
  while (true) {
    const auto taken = source_->Take(/*wait=*/under_way_ == 0);
    if (taken == Source::Taken::kEnded) return;
    if (taken == Source::Taken::kSome || scheduler_->HasReadyTasks()) {
      Poll(&kNoTime);
    } else {
      Sleep(std::chrono::steady_clock::now() + (source_is_watched_ ? kWatchedSlice : kSlice));
    }
    Yield();
  }
}

void EventLoop::Sleep(std::chrono::steady_clock::time_point until) {
  {
    absl::MutexLock lock(&mutex_);
    asleep_ = new_tasks_.empty() && new_wakes_.empty() && stopping_ == ending_;
    if (!asleep_) until = {};
  }
  if (until == std::chrono::steady_clock::time_point::max()) return Poll(nullptr);
  const auto left = std::max(std::chrono::steady_clock::duration::zero(),
                             until - std::chrono::steady_clock::now());
  const auto timeout = absl::ToTimespec(absl::FromChrono(left));
  Poll(&timeout);
}

void EventLoop::Poll(const timespec* timeout) {
  std::array<epoll_event, kEventsAtOnce> ready{};
  const int count = epoll_pwait2(epoll_, ready.data(), kEventsAtOnce, timeout, nullptr);
  TakeIn();
  for (int i = 0; i < count; ++i) {
    const auto waiter = by_socket_.find(ready[static_cast<std::size_t>(i)].data.fd);
    if (waiter != by_socket_.end()) waiter->second->Wake();
  }
}

void EventLoop::TakeIn() {
  std::vector<Task> tasks;
  std::vector<std::shared_ptr<Waiter>> wakes;
  {
    absl::MutexLock lock(&mutex_);
    asleep_ = false;
    tasks.swap(new_tasks_);
    wakes.swap(new_wakes_);
    ending_ = stopping_;
  }
  for (const auto& waiter : wakes) waiter->Wake();
  for (auto& task : tasks) Begin(std::move(task));
  while (ending_ && !idle_.empty()) {
    idle_.back()->Wake();
    idle_.pop_back();
  }
}

}  // namespace enlace::loop
