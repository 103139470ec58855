#pragma once

#include <sys/socket.h>

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace enlace::outbound {

// A host, by name or by address, in lower case and without brackets, and a port; 0 is any port. In
// a list of allowed endpoints a host "*.example.com" stands for every name below example.com.
struct Endpoint {
  std::string host;
  int port = 0;

  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

// Where a URL leads, with the port of its scheme when it names none. INVALID_ARGUMENT when it is
// none, or of a scheme that libcurl does not know. The message does not repeat the URL.
absl::StatusOr<Endpoint> EndpointOf(std::string_view url);

// A comma-separated list of host:port. INVALID_ARGUMENT names the entry that is none.
absl::StatusOr<std::vector<Endpoint>> ParseEndpoints(std::string_view list);

// Which hosts a process may call: those that are allowed, at addresses of the public Internet. An
// allowed endpoint may be at another address (loopback, private, link-local …: special_use.h) when
// it is also listed, host and port, as private. Immutable, thread-safe.
class Policy {
 public:
  explicit Policy(std::vector<Endpoint> allowed, std::vector<Endpoint> private_endpoints = {});

  // PERMISSION_DENIED, with what to do in the message, when the URL's host may not be called, or
  // not at this address.
  absl::Status CheckHost(const Endpoint& to) const;
  absl::Status CheckAddress(const Endpoint& to, const sockaddr& address) const;

 private:
  std::vector<Endpoint> allowed_;
  std::vector<Endpoint> private_;
};

}  // namespace enlace::outbound
