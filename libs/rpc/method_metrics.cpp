#include "libs/rpc/method_metrics.h"

#include <cstddef>
#include <vector>

namespace enlace::rpc {
namespace {

const std::vector<double>& Bounds() {
  static const auto& bounds = *new std::vector<double>{
      0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};
  return bounds;
}

metrics::Labels LabelsOfMethod(std::string_view full_name) {
  const auto slash = full_name.find('/');
  return {{"service", std::string(full_name.substr(0, slash))},
          {"method", std::string(full_name.substr(slash + 1))}};
}

}  // namespace

MethodMetrics::MethodMetrics(metrics::Registry* registry, std::string_view full_name)
    : registry_(registry), labels_(LabelsOfMethod(full_name)) {
  if (registry_ == nullptr) return;
  in_flight_ = registry_->AddGauge("enlace_rpc_in_flight", "Calls under way.", labels_);
  refused_ = registry_->AddCounter("enlace_rpc_refused_total",
                                   "Calls that were refused because there was no place.", labels_);
}

metrics::Labels MethodMetrics::LabelsOf(absl::StatusCode code) const {
  auto labels = labels_;
  labels.emplace("code", absl::StatusCodeToString(code));
  return labels;
}

MethodMetrics::OfCode& MethodMetrics::At(absl::StatusCode code) {
  const auto index = static_cast<std::size_t>(code);
  return by_code_[index < kCodes ? index : static_cast<std::size_t>(absl::StatusCode::kUnknown)];
}

void MethodMetrics::End(absl::StatusCode code, absl::Duration took) {
  if (registry_ == nullptr) return;
  in_flight_.Add(-1);
  auto& of_code = At(code);
  std::call_once(of_code.known, [&] {
    of_code.duration = registry_->AddHistogram("enlace_rpc_duration_seconds",
                                               "How long calls took.", Bounds(), LabelsOf(code));
  });
  of_code.duration.Observe(absl::ToDoubleSeconds(took));
}

void MethodMetrics::EndStream(absl::StatusCode code) {
  if (registry_ == nullptr) return;
  in_flight_.Add(-1);
  auto& of_code = At(code);
  std::call_once(of_code.stream_known, [&] {
    of_code.streams =
        registry_->AddCounter("enlace_rpc_streams_total", "Streams that ended.", LabelsOf(code));
  });
  of_code.streams.Add();
}

}  // namespace enlace::rpc
