#pragma once

#include <array>
#include <mutex>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/metrics/registry.h"

namespace enlace::rpc {

// What is measured of the calls of one RPC: how many are under way, and how long they took by their
// status code; of streams, which last as long as their caller wants, how they ended. The series are
// found once, those of a code with its first call: no call looks one up. Thread-safe.
class MethodMetrics {
 public:
  // `full_name`: enlace.patient.v1.PatientService/GetPatient. Without a registry, which must
  // outlive it, it counts nothing.
  MethodMetrics(metrics::Registry* registry, std::string_view full_name);
  MethodMetrics(const MethodMetrics&) = delete;
  MethodMetrics& operator=(const MethodMetrics&) = delete;

  void Begin() const { in_flight_.Add(1); }
  // `took`: since the call came to its handler's thread.
  void End(absl::StatusCode code, absl::Duration took);
  void EndStream(absl::StatusCode code);
  // There was no place for the call: it neither began nor ends.
  void Refuse() const { refused_.Add(); }

 private:
  static constexpr std::size_t kCodes = 17;
  struct OfCode {
    std::once_flag known;
    metrics::Histogram duration;
    std::once_flag stream_known;
    metrics::Counter streams;
  };
  metrics::Labels LabelsOf(absl::StatusCode code) const;
  OfCode& At(absl::StatusCode code);

  metrics::Registry* const registry_;
  const metrics::Labels labels_;
  metrics::Gauge in_flight_;
  metrics::Counter refused_;
  std::array<OfCode, kCodes> by_code_;
};

}  // namespace enlace::rpc
