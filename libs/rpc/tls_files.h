#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "libs/core/config.h"

namespace enlace::rpc {

// The files, in PEM, by which a process of Enlace proves to the others who it is, and knows them.
struct TlsFiles {
  // Its certificate, and those between it and the authority.
  std::string certificate;
  std::string key;
  // Certificates of the authorities that are trusted.
  std::string authority;
};

// What a certificate of `service` ("patient") says in its URI.
std::string ServiceUri(std::string_view service);

// Reads ENLACE_TLS_CERT_FILE, ENLACE_TLS_KEY_FILE and ENLACE_TLS_CA_FILE; nullopt when none is set.
// What would keep others from taking the process for `service` is a mistake of `config`: a file
// that is missing or holds something else, a key of another certificate, a certificate that has
// ended, or that the authority did not sign, or that is of another process.
std::optional<TlsFiles> ReadTlsFiles(core::Config& config, std::string_view service);

// When the process's certificate ends; nullopt while its file holds none.
std::optional<absl::Time> ExpiryOf(const TlsFiles& files);

// Whether the gRPC address is a Unix socket, which needs no TLS.
bool IsUnixSocket(std::string_view address);

// Whether others than this machine's processes can reach the gRPC address: it is neither a Unix
// socket nor of a loopback interface.
bool IsReachableFromOutside(std::string_view address);

// Reads the gRPC address of another service from the variable `name`. One that is not of this
// machine is a mistake of `config` for a process without a certificate: it would give its key and
// what it sends to whoever answers there.
std::string ReadServiceAddress(core::Config& config, const std::string& name,
                               std::string_view service);

}  // namespace enlace::rpc
