#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "absl/time/time.h"
#include "tests/bench/client/data_set.h"
#include "tests/bench/client/latency_histogram.h"
#include "tests/bench/client/workloads.h"

namespace enlace::bench {

struct LoadOptions {
  // gRPC target: "unix:/…/patient.sock" or "127.0.0.1:50052".
  std::string target;
  // Calls that are always under way: each answer sends the next request (a closed loop).
  int concurrency = 1;
  // Connections; the calls are spread over them evenly.
  int channels = 1;
  absl::Duration warm_up, measured;
};

struct LoadResult {
  // Of the calls that ended within the measured time, with the status that was expected.
  LatencyHistogram latencies;
  std::int64_t response_bytes = 0;
  // Calls with another status, by its number.
  std::map<int, std::int64_t> unexpected;
  // What the first of them said.
  std::string first_error;
  absl::Duration measured;
};

// Runs one workload from the calling thread alone. Answers are received whole but not decoded, as
// pgbench does. `on_start` is called when the measured time begins.
LoadResult RunLoad(const LoadOptions& options, const Workload& workload, const DataSet& data,
                   const std::function<void()>& on_start);

}  // namespace enlace::bench
