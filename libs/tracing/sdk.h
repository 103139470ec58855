#pragma once

#include <opentelemetry/sdk/trace/exporter.h>
#include <opentelemetry/sdk/trace/tracer_provider.h>

#include <memory>
#include <string>

#include "libs/tracing/tracing.h"

namespace enlace::tracing {

class BoundedExporter;

// Internal to libs/tracing: the parts of OpenTelemetry that a process uses. Its headers stay in
// here.
struct Tracing::Sdk {
  // `ratio`: of the traces that begin here, how many are recorded; elsewhere the caller has
  // decided.
  Sdk(std::unique_ptr<opentelemetry::sdk::trace::SpanExporter> exporter, const std::string& service,
      double ratio);
  ~Sdk();
  Sdk(const Sdk&) = delete;
  Sdk& operator=(const Sdk&) = delete;

  BoundedExporter* exporter;
  std::unique_ptr<opentelemetry::sdk::trace::TracerProvider> provider;
  opentelemetry::nostd::shared_ptr<opentelemetry::trace::Tracer> tracer;
};

}  // namespace enlace::tracing
