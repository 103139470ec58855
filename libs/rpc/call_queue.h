#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <cstddef>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "libs/loop/event_loop.h"
#include "libs/rpc/admission.h"

namespace enlace::rpc {

// What gRPC brings to the event loop of a server: new calls, the ends of answers, and the answers
// to calls that go out (libs/rpc/await.h). Thread-safe.
class CallQueue final : public loop::EventLoop::Source {
 public:
  // Something that gRPC was asked for. `Proceed` deletes it, or asks for the next thing.
  class Event {
   public:
    virtual ~Event() = default;
    // `ok` false: it will not come, because the server stops.
    virtual void Proceed(bool ok) = 0;
  };

  // `most_streams`: at once, beside the calls.
  CallQueue(std::unique_ptr<grpc::ServerCompletionQueue> queue, Admission::Limits limits,
            std::size_t most_streams);

  // From now on EnterAny gives this queue, until Close.
  void Open();

  grpc::ServerCompletionQueue* queue() { return queue_.get(); }

  // Begins a call now or later, or refuses it. Of the loop's own thread, as are the next three.
  void Admit(Admission::Call& call);
  // One that has begun has ended. (One that was refused: Leave.)
  void End();
  // One that has begun waits for no work of this process: another gets its place, until it goes on.
  void GiveWay();
  void ComeBack();

  // Counts out what was counted in by Admit or EnterAny.
  void Leave();

  // Counts a stream in. False when there are too many.
  [[nodiscard]] bool TryEnterStream();
  void LeaveStream();
  // Calls that have one of the places, those that wait for one, and streams, which have none.
  struct Counts {
    std::size_t running = 0;
    std::size_t waiting = 0;
    std::size_t streams = 0;
  };
  Counts counts() const;

  // Tells the streams to end, because the server stops.
  void EndStreams() { ends_streams_.store(true, std::memory_order_relaxed); }
  bool ends_streams() const { return ends_streams_.load(std::memory_order_relaxed); }

  // For other threads: the queue that a loop takes from, counted in; null when there is none. To be
  // counted out by Leave.
  static CallQueue* EnterAny();

  // Once the gRPC server has been shut down: waits for all calls to leave, then ends the source.
  void Close();

  Taken Take(bool wait) override;

  std::vector<int> Watched() const override;

  // The queue that the running thread, an event loop, takes from; null on every other thread.
  static CallQueue* Current();

 private:
  // To other threads.
  void ShowCounts();

  const std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  // Touched by the loop's own thread only.
  Admission admission_;
  // What other threads may know of it.
  std::atomic<std::size_t> running_ = 0;
  std::atomic<std::size_t> waiting_ = 0;
  const std::size_t most_streams_;
  mutable absl::Mutex mutex_;
  std::size_t entered_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t streams_ ABSL_GUARDED_BY(mutex_) = 0;
  std::atomic<bool> ends_streams_ = false;
};

}  // namespace enlace::rpc
