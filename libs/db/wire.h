#pragma once

#include "absl/time/time.h"

struct pg_conn;

namespace enlace::db {

// Internal to libs/db: waiting on a non-blocking libpq handle, never beyond a deadline.

enum class Wire { kReady, kTimedOut, kLost };

// Waits until the handle's socket is ready for what `events` (of poll) asks. kLost never.
Wire AwaitSocket(const pg_conn* handle, short events, absl::Time deadline);

// Sends all that is queued; reads meanwhile, lest both sides wait for each other.
Wire SendAll(pg_conn* handle, absl::Time deadline);

// Waits until PQgetResult would not block.
Wire AwaitResult(pg_conn* handle, absl::Time deadline);

}  // namespace enlace::db
