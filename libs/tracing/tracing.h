#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "libs/core/config.h"
#include "libs/tracing/span.h"

namespace enlace::tracing {

// What records the spans of a process and sends them to a collector (OTLP over HTTP), from a thread
// and a queue of its own: what the queue has no room for is dropped. Thread-safe; outlives its
// spans. Sends what is left when destroyed, within two seconds.
class Tracing {
 public:
  struct Sdk;
  explicit Tracing(std::unique_ptr<Sdk> sdk);
  ~Tracing();

  // As OTEL_EXPORTER_OTLP_ENDPOINT and OTEL_TRACES_SAMPLER_ARG say; null where there is no
  // endpoint, or, with a mistake in `config`, a wrong value.
  static std::unique_ptr<Tracing> FromSettings(core::Config& config, std::string_view service);

  enum class Kind { kServer, kClient };
  Span Rpc(Kind kind, std::string_view parent, std::string_view method);
  Span Transaction(std::string_view parent, std::string_view database);

 private:
  const std::unique_ptr<Sdk> sdk_;
};

}  // namespace enlace::tracing
