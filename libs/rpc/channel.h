#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

namespace enlace::rpc {

// A channel to another process of Enlace: `address` is host:port or unix:path. A peer that was
// restarted is found again within a second.
std::shared_ptr<grpc::Channel> MakeChannel(const std::string& address);

}  // namespace enlace::rpc
