#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "libs/loop/event_loop.h"
#include "libs/rpc/admission.h"
#include "libs/rpc/call_queue.h"
#include "libs/rpc/server_stream.h"

namespace enlace::rpc {

// A gRPC service whose calls come through a CallQueue.
class QueuedService {
 public:
  virtual ~QueuedService() = default;
  virtual grpc::Service* service() = 0;
  // Asks for the first calls. `queue` belongs to the server that the service is registered with.
  virtual void AcceptFrom(CallQueue& queue) = 0;
};

// `Contract`: what protoc makes of a service, with the RPCs that are added here as asynchronous
// methods, unary ones by Accept and server-streaming ones by AcceptStreams.
template <typename Contract>
class QueuedUnaryService : public Contract, public QueuedService {
 public:
  grpc::Service* service() final { return this; }

  void AcceptFrom(CallQueue& queue) final {
    for (const auto& accept : accepts_) accept(queue);
  }

 protected:
  template <typename Request, typename Response>
  struct Rpc {
    // Its place in the contract.
    int index;
    // Runs on a fiber of an event loop.
    std::function<grpc::Status(grpc::ServerContext&, const Request&, Response&)> handle;
    // The answer to a call for which there is no place. Left out: the RPC waits for nothing, and is
    // handled at once however many calls there are.
    std::function<grpc::Status(grpc::ServerContext&)> refuse;
  };

  template <typename Request, typename Response>
  void Accept(Rpc<Request, Response> rpc) {
    auto shared = std::make_shared<const Rpc<Request, Response>>(std::move(rpc));
    accepts_.push_back([this, shared](CallQueue& queue) {
      for (int i = 0; i < kAskedAtOnce; ++i) new Accepted<Request, Response>(*this, shared, queue);
    });
  }

  // A server-streaming RPC. `handle` and `refuse` as those of StreamRpc.
  template <typename Request, typename Response, typename Handle, typename Refuse>
  void AcceptStreams(int index, Handle handle, Refuse refuse) {
    auto rpc = std::make_shared<const StreamRpc<Request, Response>>(StreamRpc<Request, Response>{
        .ask =
            [this, index](grpc::ServerContext* context, Request* request,
                          grpc::ServerAsyncWriter<Response>* writer, CallQueue& queue, void* tag) {
              this->RequestAsyncServerStreaming(index, context, request, writer, queue.queue(),
                                                queue.queue(), tag);
            },
        .handle = std::move(handle),
        .refuse = std::move(refuse)});
    accepts_.push_back([rpc](CallQueue& queue) { new StreamCall<Request, Response>(rpc, queue); });
  }

  // A server-streaming RPC of the contract that is not served.
  template <typename Request, typename Response>
  void RefuseStreams(int index, const grpc::Status& refusal) {
    accepts_.push_back([this, index, refusal](CallQueue& queue) {
      new RefusedStream<Request, Response>(*this, index, refusal, queue);
    });
  }

 private:
  // Of each RPC, so many calls are asked for beforehand.
  static constexpr int kAskedAtOnce = 4;

  // One call, from the asking for it to the end of its answer.
  template <typename Request, typename Response>
  class Accepted final : public CallQueue::Event, public Admission::Call {
   public:
    Accepted(QueuedUnaryService& service, std::shared_ptr<const Rpc<Request, Response>> rpc,
             CallQueue& queue)
        : service_(service), rpc_(std::move(rpc)), queue_(queue) {
      service_.RequestAsyncUnary(rpc_->index, &context_, &request_, &writer_, queue_.queue(),
                                 queue_.queue(), tag());
    }

    void Proceed(bool ok) override {
      if (!ok || std::exchange(begun_, true)) {
        delete this;
        return;
      }
      new Accepted(service_, rpc_, queue_);
      if (rpc_->refuse) {
        queue_.Admit(*this);
      } else {
        Finish();
      }
    }

    void Begin() override {
      loop::EventLoop::Current()->Begin([this] {
        auto& queue = queue_;
        Finish();
        queue.End();
      });
    }

    void Refuse() override {
      auto& queue = queue_;
      writer_.FinishWithError(rpc_->refuse(context_), tag());
      queue.Leave();
    }

   private:
    // As CallQueue::Take reads it.
    void* tag() { return static_cast<CallQueue::Event*>(this); }

    void Finish() {
      const auto status = rpc_->handle(context_, request_, response_);
      // From here on another thread may see the end of the answer, and delete this.
      if (status.ok()) {
        writer_.Finish(response_, status, tag());
      } else {
        writer_.FinishWithError(status, tag());
      }
    }

    QueuedUnaryService& service_;
    const std::shared_ptr<const Rpc<Request, Response>> rpc_;
    CallQueue& queue_;
    grpc::ServerContext context_;
    Request request_;
    Response response_;
    grpc::ServerAsyncResponseWriter<Response> writer_{&context_};
    bool begun_ = false;
  };

  template <typename Request, typename Response>
  class RefusedStream final : public CallQueue::Event {
   public:
    RefusedStream(QueuedUnaryService& service, int index, const grpc::Status& refusal,
                  CallQueue& queue)
        : service_(service), index_(index), refusal_(refusal), queue_(queue) {
      service_.RequestAsyncServerStreaming(index_, &context_, &request_, &writer_, queue_.queue(),
                                           queue_.queue(), this);
    }

    void Proceed(bool ok) override {
      if (!ok || std::exchange(begun_, true)) {
        delete this;
        return;
      }
      new RefusedStream(service_, index_, refusal_, queue_);
      writer_.Finish(refusal_, this);
    }

   private:
    QueuedUnaryService& service_;
    const int index_;
    const grpc::Status refusal_;
    CallQueue& queue_;
    grpc::ServerContext context_;
    Request request_;
    grpc::ServerAsyncWriter<Response> writer_{&context_};
    bool begun_ = false;
  };

  std::vector<std::function<void(CallQueue&)>> accepts_;
};

}  // namespace enlace::rpc
