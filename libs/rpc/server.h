#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace enlace::rpc {

struct ServerOptions {
  // gRPC addresses: "127.0.0.1:50052", "unix:/run/patient.sock".
  std::vector<std::string> listen;
  bool reflection = true;
  // Bytes of one request; a larger one is RESOURCE_EXHAUSTED. gRPC's own default.
  int largest_request = 4 << 20;
  // How long running calls may take to end after SIGTERM.
  absl::Duration drain = absl::Seconds(7);
  // Asked every second; the health service answers SERVING while it is OK.
  std::function<absl::Status()> healthy;
};

// Serves until SIGTERM or SIGINT, then stops taking calls, drains and returns. A process that does
// not end by itself within `drain` and a second more is ended with exit code 1. Registers health
// and reflection. Must be called from main's thread before any other thread starts (BlockSignals()
// below does that part). UNAVAILABLE when an address can't be bound.
absl::Status Serve(const ServerOptions& options, const std::vector<grpc::Service*>& services);

// Blocks SIGTERM and SIGINT for this thread and all that it starts; call first in main.
void BlockSignals();

}  // namespace enlace::rpc
