#pragma once

#include <atomic>

#include "grpc/health/v1/health.grpc.pb.h"
#include "libs/rpc/queued_service.h"

namespace enlace::rpc {

// gRPC's health protocol, of which it serves Check: one state for the server as a whole (service
// name "") and for each of its services. gRPC's own implementation brings threads of the callback
// API, which compete with the event loop for the sockets (docs/adr/0011). List and Watch are
// UNIMPLEMENTED, which the protocol's clients take for "ask Check".
class Health final : public QueuedUnaryService<grpc::health::v1::Health::AsyncService> {
 public:
  Health();

  // Thread-safe. NOT_SERVING before the first call.
  void SetServing(bool serving) { serving_ = serving; }

 private:
  std::atomic<bool> serving_ = false;
};

}  // namespace enlace::rpc
