#pragma once

#include <grpcpp/grpcpp.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/loop/event_loop.h"
#include "libs/metrics/registry.h"
#include "libs/rpc/call_queue.h"
#include "libs/rpc/queued_service.h"
#include "libs/rpc/server_limits.h"
#include "libs/rpc/tls.h"

namespace enlace::rpc {

struct ServerOptions {
  // gRPC addresses: "127.0.0.1:50052", "unix:/run/patient.sock".
  std::vector<std::string> listen;
  // What is spoken on TCP addresses; null: they are not encrypted. Unix sockets never are.
  std::shared_ptr<const Tls> tls;
  bool reflection = true;
  // Calls under way at once, and how many more may wait for one to end. Beyond, they are refused at
  // once, as are those that have waited for too long (libs/rpc/patience.h).
  std::size_t calls = 64;
  std::size_t queued_calls = 1024;
  // Calls that may besides wait for their tenant's share (libs/rpc/tenant_share.h).
  std::size_t resting_calls = 0;
  // Streams under way at once, beside the calls: a quarter of their number at most, but one.
  // Beyond, they are refused at once.
  std::size_t streams = 16;
  // Bytes of one request; a larger one is RESOURCE_EXHAUSTED. gRPC's own default.
  int largest_request = 4 << 20;
  ServerLimits limits;
  // How long running calls may take to end after SIGTERM.
  absl::Duration drain = absl::Seconds(7);
  // Asked every second; the health service answers SERVING while it is OK.
  std::function<absl::Status()> healthy;
  // Told how many calls there are; must outlive the server.
  metrics::Registry* metrics = nullptr;
};

// A gRPC server and the event loop on which its calls run: one thread carries more calls than one
// PostgreSQL; a machine of many cores runs more processes of a service (docs/performance.md).
class Server {
 public:
  // UNAVAILABLE when an address can't be bound. `services` must outlive the server.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options,
                                                       const std::vector<QueuedService*>& services);
  // Stops at once, unless it was stopped before.
  ~Server();

  // The ports of options.listen, in their order; 1 for a socket file.
  const std::vector<int>& ports() const { return ports_; }

  // Takes no more calls, tells streams to end, and waits for those under way; at the deadline gRPC
  // cancels them.
  void Stop(absl::Time deadline);

 private:
  Server() = default;

  std::vector<int> ports_;
  std::unique_ptr<CallQueue> queue_;
  std::unique_ptr<grpc::Server> server_;
  std::optional<loop::EventLoop> loop_;
  // Last: nobody is asked who has gone.
  std::vector<metrics::Registry::Asked> asked_;
};

// Serves until SIGTERM or SIGINT, then stops taking calls, drains and returns. A process that does
// not end by itself within `drain` and a second more is ended with exit code 1. Registers health
// and reflection. Must be called from main's thread before any other thread starts (BlockSignals()
// below does that part). UNAVAILABLE when an address can't be bound.
absl::Status Serve(const ServerOptions& options, std::vector<QueuedService*> services);

// Blocks SIGTERM and SIGINT for this thread and all that it starts; call first in main.
void BlockSignals();

}  // namespace enlace::rpc
