#pragma once

#include <grpcpp/grpcpp.h>

#include <cstddef>

#include "absl/time/time.h"

namespace enlace::rpc {

// What a server lets one connection, and all of them together, take of it. Each figure stands
// beside its reason; what they are called is said in grpc/grpc_types.h. What gRPC has no limit for,
// such as streams that are reset as soon as they were opened, is bounded by these two: memory, and
// how many calls run (libs/rpc/admission.h).
struct ServerLimits {
  // Bytes that gRPC keeps for messages and connections. Beyond, it takes no more connections and
  // ends the greediest ones.
  static constexpr std::size_t kMemory = std::size_t{256} << 20;
  std::size_t memory = kMemory;

  // Threads of gRPC's own. Reflection alone takes any, two; calls run on the event loop's.
  static constexpr int kThreads = 8;

  // Calls of one connection: more than a gateway has under way (ENLACE_GATEWAY_CALLS), for which
  // the next ones would wait in front of the queue that refuses them in time.
  static constexpr int kStreamsOfAConnection = 2'048;

  // Bytes of one call's metadata: gRPC's own default, twice of what the gateway passes on.
  static constexpr int kMetadata = 8 << 10;

  // From the TCP connection to its first HTTP/2 frame: who says nothing is cut.
  static constexpr absl::Duration kHandshake = absl::Seconds(10);

  // A connection is given up gracefully, some tenth earlier or later: its calls go on, and the next
  // ones find another, perhaps another process behind the same name. The grace is longer than the
  // longest stream, an hour of watching the audit.
  static constexpr absl::Duration kConnectionAge = absl::Minutes(30);
  static constexpr absl::Duration kConnectionGrace = absl::Minutes(70);
  absl::Duration connection_age = kConnectionAge;

  // A connection without calls is cut. gRPC's clients leave one after 30 minutes themselves; were
  // it cut before, a call could be on its way.
  static constexpr absl::Duration kConnectionIdle = absl::Hours(1);

  // A peer that does not answer a ping, while it has calls under way, is gone.
  static constexpr absl::Duration kPingAfter = absl::Minutes(2);
  static constexpr absl::Duration kPingTimeout = absl::Seconds(20);
  // Pings that come more often than this, or more often than every two hours without a call under
  // way, are strikes; one more than these ends the connection. Our own clients ping every 30
  // seconds while a call of theirs waits (libs/rpc/channel.cpp, gateway/internal/edge/backends.go).
  static constexpr absl::Duration kLeastPingInterval = absl::Seconds(20);
  static constexpr int kPingStrikes = 2;

  void ApplyTo(grpc::ServerBuilder& builder) const;
};

}  // namespace enlace::rpc
