#pragma once

#include "libs/metrics/registry.h"

namespace enlace::db {

// What is measured of the outbox and of what is written into it. Made by default it counts nothing.
struct RelayMetrics {
  static RelayMetrics In(metrics::Registry& registry);

  // Of each event, from when it happened to the sink's confirmation, once it has left the outbox:
  // so each is observed once. Not of refusals (queue_watch.h).
  metrics::Histogram lag_seconds;
  metrics::Counter failures;
};

}  // namespace enlace::db
