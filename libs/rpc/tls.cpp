#include "libs/rpc/tls.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <algorithm>
#include <string_view>

namespace enlace::rpc {
namespace {

namespace tls = grpc::experimental;

bool IsEncrypted(const grpc::AuthContext& connection) {
  const auto types = connection.FindPropertyValues(GRPC_TRANSPORT_SECURITY_TYPE_PROPERTY_NAME);
  return std::find(types.begin(), types.end(), GRPC_TLS_TRANSPORT_SECURITY_TYPE) != types.end();
}

}  // namespace

bool IsOfThisMachine(std::string_view peer) {
  return IsUnixSocket(peer) || peer.starts_with("ipv4:127.") || peer.starts_with("ipv6:[::1]:") ||
         peer.starts_with("ipv6:%5B::1%5D:");
}

Tls::Tls(const TlsFiles& files, absl::Duration reload)
    : certificates_(std::make_shared<tls::FileWatcherCertificateProvider>(
          files.key, files.certificate, files.authority,
          static_cast<unsigned>(absl::ToInt64Seconds(reload)))) {}

std::shared_ptr<grpc::ServerCredentials> Tls::server() const {
  tls::TlsServerCredentialsOptions options(certificates_);
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  options.set_cert_request_type(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  return tls::TlsServerCredentials(options);
}

std::shared_ptr<grpc::ChannelCredentials> Tls::client() const {
  tls::TlsChannelCredentialsOptions options;
  options.set_certificate_provider(certificates_);
  options.watch_root_certs();
  options.watch_identity_key_cert_pairs();
  return tls::TlsCredentials(options);
}

bool IsFromOneOf(absl::Span<const std::string> services, const grpc::ServerContextBase& context) {
  const auto connection = context.auth_context();
  if (!connection || !IsEncrypted(*connection)) return IsOfThisMachine(context.peer());
  const auto uris = connection->FindPropertyValues(GRPC_PEER_SPIFFE_ID_PROPERTY_NAME);
  return uris.size() == 1 && std::any_of(services.begin(), services.end(), [&](const auto& name) {
           return uris.front() == ServiceUri(name);
         });
}

}  // namespace enlace::rpc
