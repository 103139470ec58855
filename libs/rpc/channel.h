#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "libs/rpc/tls.h"

namespace enlace::rpc {

// A channel to another process of Enlace: `address` is host:port or unix:path. Over TCP it speaks
// TLS, unless `tls` is null, and then only with who has a certificate for the DNS name `service`
// ("patient"), whatever the address. A peer that was restarted is found again within a second.
std::shared_ptr<grpc::Channel> MakeChannel(const std::string& service, const std::string& address,
                                           const Tls* tls);

}  // namespace enlace::rpc
