#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <utility>

#include "libs/loop/wait.h"

namespace enlace::rpc {

// An outgoing call that leaves the thread to other fibers while it is under way. `start` starts it
// by the callback API and hands it the function given:
//   const auto status = rpc::Await([&](auto done) {
//     stub.async()->GetPatient(&context, &request, &answer, std::move(done));
//   });
// The context has a deadline: there is no other end to the wait.
template <typename Start>
grpc::Status Await(const Start& start) {
  const loop::Notification answered;
  grpc::Status outcome;
  start(std::function<void(grpc::Status)>([&outcome, answered](grpc::Status status) {
    outcome = std::move(status);
    answered.Notify();
  }));
  answered.Wait();
  return outcome;
}

}  // namespace enlace::rpc
