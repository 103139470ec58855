#include "libs/db/relay_metrics.h"

namespace enlace::db {

RelayMetrics RelayMetrics::In(metrics::Registry& registry) {
  return {.lag_seconds = registry.AddHistogram(
              "enlace_outbox_relay_lag_seconds",
              "From a write or an access to its event's being kept by the audit service.",
              {0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600}),
          .failures = registry.AddCounter(
              "enlace_outbox_relay_failures_total",
              "Batches of events that the audit service or the database did not take.")};
}

}  // namespace enlace::db
