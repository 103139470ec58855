#pragma once

#include <grpcpp/grpcpp.h>
#include <grpcpp/security/tls_certificate_provider.h>

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "libs/rpc/tls_files.h"

namespace enlace::rpc {

// How often the files are looked at. Connections that stand keep what they began with.
inline constexpr absl::Duration kTlsReload = absl::Seconds(5);

// What a process speaks TLS with the others by, 1.2 or newer: both ends show a certificate, and
// each is verified. The files are read again while the process runs. Thread-safe.
class Tls {
 public:
  // The files must be good: see ReadTlsFiles. `reload` is in whole seconds. While files are wrong
  // that were good before, no new connection comes about.
  explicit Tls(const TlsFiles& files, absl::Duration reload = kTlsReload);

  std::shared_ptr<grpc::ServerCredentials> server() const;
  // A server is asked for the DNS name that the channel expects: see MakeChannel.
  std::shared_ptr<grpc::ChannelCredentials> client() const;

 private:
  const std::shared_ptr<grpc::experimental::CertificateProviderInterface> certificates_;
};

// Whether a call's `peer`, as gRPC names it, is a Unix socket or a loopback address.
// gRPC writes the brackets of IPv6 as %5B and %5D.
bool IsOfThisMachine(std::string_view peer);

// Whether the call's connection is one of `services`, as far as connections tell: over TLS by the
// URI of the certificate that was shown. One without TLS must come from this machine, where whoever
// reaches the socket is trusted to be a service.
bool IsFromOneOf(absl::Span<const std::string> services, const grpc::ServerContextBase& context);

}  // namespace enlace::rpc
