#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <cstddef>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "libs/loop/event_loop.h"

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

  // `most`: calls under way at once, waiting ones included; beyond, TryEnter refuses.
  // `most_streams`: how many of them may be streams, which last.
  CallQueue(std::unique_ptr<grpc::ServerCompletionQueue> queue, std::size_t most,
            std::size_t most_streams);

  // From now on EnterAny gives this queue, until Close.
  void Open();

  grpc::ServerCompletionQueue* queue() { return queue_.get(); }

  // Counts a call in. False when there are too many.
  [[nodiscard]] bool TryEnter();
  // Counts it out, when its handler has ended.
  void Leave();

  // The same for a stream.
  [[nodiscard]] bool TryEnterStream();
  void LeaveStream();
  // Calls that are counted in, those that wait for a fiber included, and streams among them.
  struct Counts {
    std::size_t entered = 0;
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
  const std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  const std::size_t most_;
  const std::size_t most_streams_;
  mutable absl::Mutex mutex_;
  std::size_t entered_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t streams_ ABSL_GUARDED_BY(mutex_) = 0;
  std::atomic<bool> ends_streams_ = false;
};

}  // namespace enlace::rpc
