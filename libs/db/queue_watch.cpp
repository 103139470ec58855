#include "libs/db/queue_watch.h"

#include <utility>

#include "absl/time/clock.h"

namespace enlace::db {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(2);

}  // namespace

const Statement kOutboxDepth{
    "outbox_depth",
    "SELECT count(*) AS waiting,"
    " coalesce((extract(epoch FROM clock_timestamp() - min(occurred_at)"
    "   FILTER (WHERE event_type <> 'REFUSAL')) * 1000)::bigint, 0) AS oldest_ms"
    " FROM (SELECT occurred_at, event_type FROM outbox ORDER BY seq LIMIT 100000) AS oldest"};

QueueWatch::QueueWatch(std::vector<WatchedQueue> queues, absl::Duration pause)
    : queues_(std::move(queues)),
      thread_(
          [this] {
            Measure();
            return false;
          },
          pause) {}

void QueueWatch::Measure() const {
  for (const auto& queue : queues_) {
    auto transaction = queue.database.Begin(absl::Now() + kTimeout);
    // Whoever works the queue off says in the log what is wrong with the database.
    if (!transaction.ok()) continue;
    const auto rows = transaction->RunAndCommit(queue.statement, {});
    if (!rows.ok() || rows->empty()) continue;
    queue.waiting.Set(static_cast<double>((*rows)[0].Int("waiting")));
    queue.oldest_seconds.Set(static_cast<double>((*rows)[0].Int("oldest_ms")) / 1000);
  }
}

}  // namespace enlace::db
