#pragma once

#include <boost/fiber/condition_variable.hpp>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace enlace::loop {

// One thread that runs many fibers (Boost.Fiber). A fiber that waits, by libs/loop/wait.h, gives
// the thread to the next one, and the sockets of all of them are waited for in one epoll: code
// reads as if it blocked, and what becomes ready together is worked on without a change of threads
// between.
//
// A fiber stays on its thread. It must not wait in any other way (no blocking gRPC call, no sleep),
// nor keep a lock while it waits, nor wait inside of a catch block.
class EventLoop {
 public:
  using Task = std::function<void()>;

  // What brings tasks besides Post: gRPC's completion queue.
  class Source {
   public:
    virtual ~Source() = default;
    enum class Taken { kNothing, kSome, kEnded };
    // Begins what has come (EventLoop::Begin), waiting for it if `wait`. Called on the loop's
    // thread, outside of tasks. kEnded: nothing will come any more.
    virtual Taken Take(bool wait) = 0;
    // Descriptors that become readable when there may be something to take. Without any, the loop
    // looks five thousand times a second while its tasks wait for something else.
    virtual std::vector<int> Watched() const { return {}; }
  };

  // `fibers`: how many tasks are under way at once; further ones wait for one to end. A loop with a
  // source, which must outlive it, is not woken by Post until the source has ended: its tasks begin
  // there.
  explicit EventLoop(std::size_t fibers, Source* source = nullptr);
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // Thread-safe. A task must not throw.
  void Post(Task task);

  // Runs what was posted, then ends the thread; so does the destructor. Afterwards other threads
  // may still notify those who waited here and left, to no effect.
  void Join();

  // Of the loop's own thread only.
  void Begin(Task task);

  // The loop whose fiber is running, null on every other thread.
  static EventLoop* Current();

  // Lets the other fibers run that are ready. Nothing on other threads.
  static void Yield();

  // Whether another task is under way on the loop whose fiber is running; true on other threads,
  // which can't know.
  static bool HasCompany();

 private:
  friend class Notification;
  friend bool AwaitSocket(int socket, short events, absl::Time deadline);
  class Scheduler;

  // A fiber that waits for something on its own thread.
  struct Waiter {
    // False when the deadline came first.
    bool WaitUntil(absl::Time deadline);
    void Wake();

    boost::fibers::condition_variable_any woken;
    bool fired = false;
  };

  // What other threads bring. Wakes the thread if it sleeps.
  void Bring(Task task, std::shared_ptr<Waiter> waiter);

  void Run(std::size_t fibers);
  void Serve();
  // As AwaitSocket; nothing when the kernel has no room to watch the socket.
  std::optional<bool> AwaitReady(int socket, short events, absl::Time deadline);
  // Looks after the source and the sockets in turn, until the source ends.
  void FollowSource();
  // Sleeps until `until`, a socket or another thread; then wakes whom that concerns.
  void Sleep(std::chrono::steady_clock::time_point until);
  void Poll(const timespec* timeout);
  void TakeIn();

  const int epoll_;
  const int bell_;  // eventfd

  absl::Mutex mutex_;
  std::vector<Task> new_tasks_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::shared_ptr<Waiter>> new_wakes_ ABSL_GUARDED_BY(mutex_);
  bool asleep_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;

  // Touched by the loop's own thread only.
  Source* const source_;
  bool source_is_watched_ = false;
  Scheduler* scheduler_ = nullptr;
  std::deque<Task> tasks_;
  // Begun, queued or not, and not ended.
  std::size_t under_way_ = 0;
  bool ending_ = false;
  std::vector<Waiter*> idle_;
  absl::flat_hash_map<int, Waiter*> by_socket_;

  std::thread thread_;
};

}  // namespace enlace::loop
