#pragma once

#include <list>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/db/connection.h"
#include "libs/db/database.h"
#include "libs/db/pool_stats.h"
#include "libs/loop/wait.h"

namespace enlace::db {

// Internal to libs/db: at most `pool_size` connections; who waits is served in order of arrival.
// Connections are opened when asked for, outside of the lock. Thread-safe; outlives what it leases.
class Pool {
 public:
  // Opens one connection; UNAVAILABLE when that fails.
  static absl::StatusOr<std::unique_ptr<Pool>> Open(DatabaseOptions options);

  // RESOURCE_EXHAUSTED (BUSY) when none becomes free before the acquire timeout or `deadline`;
  // UNAVAILABLE when a new one can't be opened.
  absl::StatusOr<std::unique_ptr<Connection>> Acquire(absl::Time deadline);

  // Takes back what Acquire gave; whatever is not idle and healthy, or null, is closed.
  void Release(std::unique_ptr<Connection> connection);

  // The name of the database.
  const std::string& database() const { return database_; }

  PoolStats stats() const;

  // Opens a connection beside the pool, and closes it.
  absl::Status Ping() const;

 private:
  struct Waiter {
    const loop::Notification served;
    bool has_place = false;
    // With a place: null says that the waiter may open a connection.
    std::unique_ptr<Connection> connection;
  };

  explicit Pool(DatabaseOptions options) : options_(std::move(options)) {}

  absl::StatusOr<std::unique_ptr<Connection>> OpenInPlace(absl::Time deadline);
  // Gives a place, with its connection if there is one, to the first waiter or back to the pool.
  void PassOn(std::unique_ptr<Connection> connection);

  const DatabaseOptions options_;
  // Set before others see the pool.
  std::string database_;
  mutable absl::Mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_ ABSL_GUARDED_BY(mutex_);
  // Leased, idle, or being opened.
  int places_taken_ ABSL_GUARDED_BY(mutex_) = 0;
  std::list<Waiter*> waiters_ ABSL_GUARDED_BY(mutex_);
  double timeouts_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace enlace::db
