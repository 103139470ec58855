#include "libs/rpc/call_queue.h"

#include <chrono>
#include <utility>

#include "libs/core/log.h"
#include "libs/rpc/epoll_sets.h"

namespace enlace::rpc {
namespace {

// Taken at once before the answers of the database get their turn.
constexpr int kMostAtOnce = 16;

thread_local CallQueue* current = nullptr;

// Of a clock that nobody sets.
absl::Time SteadyNow() {
  return absl::UnixEpoch() + absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

ABSL_CONST_INIT absl::Mutex any_mutex(absl::kConstInit);
CallQueue* any ABSL_GUARDED_BY(any_mutex) = nullptr;

}  // namespace

CallQueue::CallQueue(std::unique_ptr<grpc::ServerCompletionQueue> queue, Admission::Limits limits,
                     std::size_t most_streams)
    : queue_(std::move(queue)), admission_(limits), most_streams_(most_streams) {}

void CallQueue::Admit(Admission::Call& call) {
  {
    absl::MutexLock lock(&mutex_);
    ++entered_;
  }
  admission_.Arrive(call, SteadyNow());
  ShowCounts();
}

void CallQueue::End() {
  admission_.Leave(SteadyNow());
  ShowCounts();
  Leave();
}

void CallQueue::GiveWay() {
  admission_.Leave(SteadyNow());
  ShowCounts();
}

void CallQueue::ComeBack() {
  admission_.Return();
  ShowCounts();
}

void CallQueue::ShowCounts() {
  running_.store(admission_.running(), std::memory_order_relaxed);
  waiting_.store(admission_.waiting(), std::memory_order_relaxed);
}

void CallQueue::Leave() {
  absl::MutexLock lock(&mutex_);
  --entered_;
}

bool CallQueue::TryEnterStream() {
  absl::MutexLock lock(&mutex_);
  if (streams_ >= most_streams_) return false;
  ++entered_;
  ++streams_;
  return true;
}

void CallQueue::LeaveStream() {
  absl::MutexLock lock(&mutex_);
  --entered_;
  --streams_;
}

CallQueue::Counts CallQueue::counts() const {
  absl::MutexLock lock(&mutex_);
  return {.running = running_.load(std::memory_order_relaxed),
          .waiting = waiting_.load(std::memory_order_relaxed),
          .streams = streams_};
}

void CallQueue::Open() {
  absl::MutexLock lock(&any_mutex);
  any = this;
}

CallQueue* CallQueue::EnterAny() {
  absl::MutexLock lock(&any_mutex);
  if (any == nullptr) return nullptr;
  absl::MutexLock entering(&any->mutex_);
  ++any->entered_;
  return any;
}

void CallQueue::Close() {
  {
    absl::MutexLock lock(&any_mutex);
    if (any == this) any = nullptr;
  }
  {
    const auto all_left = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return entered_ == 0; };
    absl::MutexLock lock(&mutex_, absl::Condition(&all_left));
  }
  queue_->Shutdown();
}

std::vector<int> CallQueue::Watched() const { return EpollSets(); }

CallQueue* CallQueue::Current() { return current; }

CallQueue::Taken CallQueue::Take(bool wait) {
  if (current == nullptr) core::GatherLog(true);
  current = this;
  core::FlushLog();
  admission_.Shed(SteadyNow());
  ShowCounts();
  void* event = nullptr;
  bool ok = false;
  for (int taken = 0; taken < kMostAtOnce; ++taken) {
    const auto kind = wait && taken == 0 ? gpr_inf_future(GPR_CLOCK_MONOTONIC)
                                         : gpr_inf_past(GPR_CLOCK_MONOTONIC);
    switch (queue_->AsyncNext(&event, &ok, kind)) {
      case grpc::CompletionQueue::SHUTDOWN:
        core::GatherLog(false);
        return Taken::kEnded;
      case grpc::CompletionQueue::TIMEOUT:
        return taken == 0 ? Taken::kNothing : Taken::kSome;
      case grpc::CompletionQueue::GOT_EVENT:
        static_cast<Event*>(event)->Proceed(ok);
    }
  }
  return Taken::kSome;
}

}  // namespace enlace::rpc
