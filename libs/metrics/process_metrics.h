#pragma once

#include <vector>

#include "libs/metrics/registry.h"

namespace enlace::metrics {

// The series that Prometheus' client libraries have of every process
// (https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics): processor time,
// memory, open files, time of the start. Read from /proc at each scrape.
std::vector<Registry::Asked> AskProcess(Registry& registry);

}  // namespace enlace::metrics
