#include "libs/rpc/channel.h"

#include "libs/rpc/tls_files.h"

namespace enlace::rpc {

std::shared_ptr<grpc::Channel> MakeChannel(const std::string& service, const std::string& address,
                                           const Tls* tls) {
  grpc::ChannelArguments arguments;
  // A peer that restarts must be found again at once, not after gRPC's two minutes.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 250);
  // Pings that measure the bandwidth: on one machine, or in one rack, they only cost.
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  // The network's proxy is for what is called outside.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  // A machine that has vanished is noticed while a call waits for it; servers take no more pings
  // (libs/rpc/server_limits.h).
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  // Without it, a Unix socket's path would be sent as the authority and refused.
  if (IsUnixSocket(address)) {
    arguments.SetString(GRPC_ARG_DEFAULT_AUTHORITY, "localhost");
  } else if (tls != nullptr) {
    arguments.SetSslTargetNameOverride(service);
    return grpc::CreateCustomChannel(address, tls->client(), arguments);
  }
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace enlace::rpc
