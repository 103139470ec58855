#pragma once

#include <opentelemetry/sdk/trace/exporter.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace enlace::tracing {

// Internal to libs/tracing: exports until it is told to end. The library's own shutdown takes as
// long as its whole queue needs, however slow the collector.
class BoundedExporter : public opentelemetry::sdk::trace::SpanExporter {
 public:
  explicit BoundedExporter(std::unique_ptr<opentelemetry::sdk::trace::SpanExporter> inner)
      : inner_(std::move(inner)) {}

  // Thread-safe: what begins later than `time` is dropped.
  void EndAt(absl::Time time) { end_ = absl::ToUnixMillis(time); }

  std::unique_ptr<opentelemetry::sdk::trace::Recordable> MakeRecordable() noexcept override {
    return inner_->MakeRecordable();
  }

  opentelemetry::sdk::common::ExportResult Export(
      const opentelemetry::nostd::span<std::unique_ptr<opentelemetry::sdk::trace::Recordable>>&
          spans) noexcept override {
    if (absl::ToUnixMillis(absl::Now()) >= end_) {
      return opentelemetry::sdk::common::ExportResult::kFailure;
    }
    return inner_->Export(spans);
  }

  bool ForceFlush(std::chrono::microseconds timeout) noexcept override {
    return inner_->ForceFlush(timeout);
  }
  bool Shutdown(std::chrono::microseconds timeout) noexcept override {
    return inner_->Shutdown(timeout);
  }

 private:
  const std::unique_ptr<opentelemetry::sdk::trace::SpanExporter> inner_;
  std::atomic<std::int64_t> end_ = INT64_MAX;
};

}  // namespace enlace::tracing
