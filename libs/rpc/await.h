#pragma once

#include <grpcpp/grpcpp.h>

#include "libs/loop/wait.h"
#include "libs/rpc/call_queue.h"

namespace enlace::rpc {

// An outgoing call that leaves the thread to other fibers while it is under way. `prepare` prepares
// it on the queue that it is given:
//   const auto status = rpc::Await(&answer, [&](grpc::CompletionQueue* queue) {
//     return stub.PrepareAsyncGetPatient(&context, request, queue);
//   });
// The context has a deadline: there is no other end to the wait. On a thread that is no event loop,
// the thread waits; its call, too, goes through the server's queue if there is one, since a thread
// that polled gRPC by itself would be woken for the server's sockets.
template <typename Answer, typename Prepare>
grpc::Status Await(Answer* answer, const Prepare& prepare) {
  struct Arrival final : CallQueue::Event {
    void Proceed(bool) override { arrived.Notify(); }
    loop::Notification arrived;
  };

  grpc::Status outcome;
  Arrival arrival;
  const auto start = [&](grpc::CompletionQueue* queue) {
    auto call = prepare(queue);
    call->StartCall();
    call->Finish(answer, &outcome, &arrival);
    return call;
  };
  if (auto* const calls = CallQueue::Current(); calls != nullptr) {
    const auto call = start(calls->queue());
    arrival.arrived.Wait();
    return outcome;
  }
  if (auto* const calls = CallQueue::EnterAny(); calls != nullptr) {
    const auto call = start(calls->queue());
    arrival.arrived.Wait();
    calls->Leave();
    return outcome;
  }
  grpc::CompletionQueue own;
  const auto call = start(&own);
  void* tag = nullptr;
  bool ok = false;
  own.Next(&tag, &ok);
  own.Shutdown();
  own.Next(&tag, &ok);
  return outcome;
}

}  // namespace enlace::rpc
