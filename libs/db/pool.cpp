#include "libs/db/pool.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"

namespace enlace::db {
namespace {

constexpr absl::Duration kOpenTimeout = absl::Seconds(5);
constexpr absl::Duration kPingTimeout = absl::Seconds(2);

absl::Status Busy() {
  return core::WithInternal(core::refusal::Busy(), "no free database connection");
}

}  // namespace

absl::StatusOr<std::unique_ptr<Pool>> Pool::Open(DatabaseOptions options) {
  if (options.pool_size < 1) return core::Internal("a pool needs at least one connection");
  std::unique_ptr<Pool> pool(new Pool(std::move(options)));
  auto first = pool->Acquire(absl::Now() + kOpenTimeout);
  if (!first.ok()) return first.status();
  pool->database_ = (*first)->database();
  pool->Release(*std::move(first));
  return pool;
}

absl::StatusOr<std::unique_ptr<Connection>> Pool::Acquire(absl::Time deadline) {
  const absl::Time patience = std::min(deadline, absl::Now() + options_.acquire_timeout);
  Waiter waiter;
  std::unique_ptr<Connection> connection;
  bool waits = false;
  {
    absl::MutexLock lock(&mutex_);
    if (waiters_.empty() && !idle_.empty()) {
      // The one used last: its server process has the warmest caches.
      connection = std::move(idle_.back());
      idle_.pop_back();
    } else if (waiters_.empty() && places_taken_ < options_.pool_size) {
      ++places_taken_;
    } else {
      waiters_.push_back(&waiter);
      waits = true;
    }
  }
  if (waits) {
    const bool in_time = waiter.served.WaitUntil(patience);
    absl::MutexLock lock(&mutex_);
    if (!in_time && !waiter.has_place) {
      waiters_.remove(&waiter);
      ++timeouts_;
      return Busy();
    }
    connection = std::move(waiter.connection);
  }
  // A server that hung up while the connection lay idle has carried out nothing of ours.
  if (connection && connection->IsQuiet()) return connection;
  connection.reset();
  return OpenInPlace(deadline);
}

absl::StatusOr<std::unique_ptr<Connection>> Pool::OpenInPlace(absl::Time deadline) {
  auto connection = Connection::Open(options_.url, std::min(deadline, absl::Now() + kOpenTimeout));
  if (!connection.ok()) PassOn(nullptr);
  return connection;
}

void Pool::Release(std::unique_ptr<Connection> connection) {
  if (connection && !connection->HasEnded()) connection.reset();
  PassOn(std::move(connection));
}

void Pool::PassOn(std::unique_ptr<Connection> connection) {
  absl::MutexLock lock(&mutex_);
  if (!waiters_.empty()) {
    Waiter* const first = waiters_.front();
    waiters_.pop_front();
    first->has_place = true;
    first->connection = std::move(connection);
    first->served.Notify();
  } else if (connection) {
    idle_.push_back(std::move(connection));
  } else {
    --places_taken_;
  }
}

PoolStats Pool::stats() const {
  absl::MutexLock lock(&mutex_);
  return {.size = options_.pool_size,
          .open = places_taken_,
          .busy = places_taken_ - static_cast<int>(idle_.size()),
          .waiting = static_cast<int>(waiters_.size()),
          .timeouts = timeouts_};
}

absl::Status Pool::Ping() const {
  return Connection::Open(options_.url, absl::Now() + kPingTimeout).status();
}

}  // namespace enlace::db
