#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "libs/db/outbox_relay.h"
#include "libs/db/relay_metrics.h"

namespace enlace::db {

// Internal to libs/db: ships the oldest events of the outbox, at most 500, in one transaction:
// lock, deliver, delete. Returns how many; 0 also while another replica ships.
absl::StatusOr<int> ShipBatch(PlatformDatabase& database, OutboxSink& sink,
                              const RelayMetrics& metrics = {});

// What ShipBatch ships at most.
inline constexpr int kOutboxBatch = 500;

}  // namespace enlace::db
