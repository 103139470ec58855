#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "libs/metrics/registry.h"

namespace prometheus {
class Exposer;
}

namespace enlace::metrics {

// Whether it is host:port (an IPv6 host in brackets).
bool IsListenAddress(std::string_view address);

// Answers GET /metrics with a registry's series, on threads of its own, until it is destroyed. It
// asks nobody for a credential: the address is one that only Prometheus reaches.
class Exposer {
 public:
  // UNAVAILABLE when the address can't be bound. `registry` must outlive it.
  static absl::StatusOr<std::unique_ptr<Exposer>> Start(const std::string& address,
                                                        const Registry& registry);
  ~Exposer();

  int port() const;

 private:
  explicit Exposer(std::unique_ptr<prometheus::Exposer> exposer);
  const std::unique_ptr<prometheus::Exposer> exposer_;
};

}  // namespace enlace::metrics
