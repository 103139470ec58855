#pragma once

#include <vector>

#include "absl/time/time.h"
#include "libs/core/repeating_thread.h"
#include "libs/db/database.h"
#include "libs/metrics/series.h"

namespace enlace::db {

// A table whose rows wait to be worked off.
struct WatchedQueue {
  PlatformDatabase& database;
  // Answers one row: `waiting`, how many rows wait, and `oldest_ms`, how long the oldest one has, 0
  // when there is none. Counts to a limit: a long queue must not cost more than it says.
  const Statement& statement;
  metrics::Gauge waiting;
  metrics::Gauge oldest_seconds = {};
};

// Measures queues, on a thread of its own and not when they are asked about: a scrape waits for no
// database. What can't be measured keeps its last value.
class QueueWatch {
 public:
  // Measures at once, then after each pause. The databases must outlive it.
  explicit QueueWatch(std::vector<WatchedQueue> queues, absl::Duration pause = absl::Seconds(5));

 private:
  void Measure() const;

  const std::vector<WatchedQueue> queues_;
  // Last: ends before what it works with.
  core::RepeatingThread thread_;
};

// The outbox, of which it counts 100,000 rows at most. The oldest is the oldest write or access: a
// refusal may stand for calls of a whole minute, and waits that long before it gets its row.
extern const Statement kOutboxDepth;

}  // namespace enlace::db
