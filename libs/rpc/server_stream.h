#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <utility>

#include "absl/time/time.h"
#include "libs/loop/event_loop.h"
#include "libs/loop/wait.h"
#include "libs/rpc/call_queue.h"

namespace enlace::rpc {

// The stream of one call, while it lasts. Touched by its event loop's thread only.
template <typename Response>
class ServerStream {
 public:
  explicit ServerStream(CallQueue& queue) : queue_(queue) {}

  // Waits until gRPC has taken the message. False: it is over, by the deadline as well, which
  // cancels the call: a caller who takes nothing would keep the message for ever.
  bool Write(const Response& message, absl::Time deadline) {
    if (over()) return false;
    Taken taken;
    writer_.Write(message, &taken);
    const bool in_time = taken.arrived.WaitUntil(deadline);
    if (!in_time) {
      context_.TryCancel();
      taken.arrived.Wait();
    }
    return in_time && taken.ok;
  }

  // Waits until then, or until the caller has gone. False: it is over.
  bool Pause(absl::Time until) {
    if (over()) return false;
    const loop::Notification left;
    left_ = &left;
    left.WaitUntil(until);
    left_ = nullptr;
    return !over();
  }

  // The caller has gone.
  bool gone() const { return gone_; }
  bool over() const { return gone_ || queue_.ends_streams(); }

 private:
  template <typename Request, typename Message>
  friend class StreamCall;

  struct Taken final : CallQueue::Event {
    void Proceed(bool succeeded) override {
      ok = succeeded;
      arrived.Notify();
    }
    const loop::Notification arrived;
    bool ok = false;
  };

  void Leave() {
    gone_ = true;
    if (left_ != nullptr) left_->Notify();
  }

  CallQueue& queue_;
  grpc::ServerContext context_;
  grpc::ServerAsyncWriter<Response> writer_{&context_};
  bool gone_ = false;
  const loop::Notification* left_ = nullptr;
};

template <typename Request, typename Response>
struct StreamRpc {
  // Asks gRPC for a call, which the tag stands for.
  std::function<void(grpc::ServerContext*, Request*, grpc::ServerAsyncWriter<Response>*, CallQueue&,
                     void* tag)>
      ask;
  // Runs on a fiber of an event loop.
  std::function<grpc::Status(grpc::ServerContext&, const Request&, ServerStream<Response>&)> handle;
  // The answer to a call for which there is no place.
  std::function<grpc::Status(grpc::ServerContext&)> refuse;
};

// One streaming call, from the asking for it until gRPC has told of its end and of the end of its
// answer, in whatever order.
template <typename Request, typename Response>
class StreamCall final : public CallQueue::Event {
 public:
  StreamCall(std::shared_ptr<const StreamRpc<Request, Response>> rpc, CallQueue& queue)
      : rpc_(std::move(rpc)), queue_(queue), stream_(queue) {
    stream_.context_.AsyncNotifyWhenDone(&ended_);
    rpc_->ask(&stream_.context_, &request_, &stream_.writer_, queue_, this);
  }

  void Proceed(bool ok) override {
    if (std::exchange(begun_, true)) {
      Part();
      return;
    }
    if (!ok) {
      // Of a call that never came, gRPC tells no end.
      delete this;
      return;
    }
    new StreamCall(rpc_, queue_);
    if (!queue_.TryEnterStream()) {
      stream_.writer_.Finish(rpc_->refuse(stream_.context_), this);
      return;
    }
    loop::EventLoop::Current()->Begin([this] {
      auto& queue = queue_;
      const auto status = rpc_->handle(stream_.context_, request_, stream_);
      stream_.writer_.Finish(status, this);
      queue.LeaveStream();
    });
  }

 private:
  struct Ended final : CallQueue::Event {
    explicit Ended(StreamCall& ending) : call(ending) {}
    void Proceed(bool) override {
      call.stream_.Leave();
      call.Part();
    }
    StreamCall& call;
  };

  void Part() {
    if (--parts_left_ == 0) delete this;
  }

  const std::shared_ptr<const StreamRpc<Request, Response>> rpc_;
  CallQueue& queue_;
  Request request_;
  ServerStream<Response> stream_;
  Ended ended_{*this};
  bool begun_ = false;
  // The call, and its answer.
  int parts_left_ = 2;
};

}  // namespace enlace::rpc
