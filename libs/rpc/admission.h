#pragma once

#include <cstddef>
#include <deque>

#include "absl/time/time.h"
#include "libs/rpc/patience.h"

namespace enlace::rpc {

// Which of the calls that reach a server run, which wait until another has ended, and which are
// refused: those beyond a number, and those that have waited for too long (libs/rpc/patience.h).
// Who calls is not known yet; libs/rpc/tenant_share.h sees to it that no tenant takes all of the
// places. The times are given, and never go back. Of one thread only.
class Admission {
 public:
  // One call; it is told one of these, once, perhaps before Arrive returns. Neither may call back.
  class Call {
   public:
    virtual ~Call() = default;
    virtual void Begin() = 0;
    virtual void Refuse() = 0;
  };

  struct Limits {
    // At once; and how many more may wait.
    std::size_t running = 64;
    std::size_t waiting = 1024;
  };

  explicit Admission(Limits limits) : limits_(limits) {}

  // `call` must live until it is told.
  void Arrive(Call& call, absl::Time now);

  // One that has begun has ended, or waits for what is no work of this process: its place is free.
  void Leave(absl::Time now);

  // One that waited goes on, whether there is a place or not: the next ones wait for longer.
  void Return() { ++running_; }

  // Refuses those who have waited for too long. To be called often: nothing happens by itself.
  void Shed(absl::Time now);

  std::size_t running() const { return running_; }
  std::size_t waiting() const { return waiting_.size(); }

 private:
  struct Waiting {
    Call* call;
    absl::Time since;
  };

  void BeginNext();

  const Limits limits_;
  Patience patience_;
  std::size_t running_ = 0;
  // In the order of their arrival.
  std::deque<Waiting> waiting_;
};

}  // namespace enlace::rpc
