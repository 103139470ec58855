#include "libs/db/outbox_batch.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "absl/time/clock.h"
#include "libs/core/error.h"

namespace enlace::db {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(30);

// The key says "outbox" in ASCII; advisory locks are per database.
constexpr Statement kLock{"outbox_lock",
                          "SELECT pg_try_advisory_xact_lock(122550254464888) AS locked"};

constexpr Statement kClaim{
    "outbox_claim",
    "SELECT event_id, tenant_id, occurred_at, event_type, action, resource_type, resource_ids,"
    " resource_version, actor_type, actor_id, actor_email, request_id, ip, user_agent, endpoint,"
    " reason, calls,"
    " coalesce(before_row::text, '') AS before_json, coalesce(after_row::text, '') AS after_json"
    " FROM outbox ORDER BY seq LIMIT $1 FOR UPDATE SKIP LOCKED"};

constexpr Statement kDelete{
    "outbox_delete",
    "DELETE FROM outbox USING unnest($1::uuid[], $2::uuid[]) AS delivered (tenant_id, event_id)"
    " WHERE outbox.tenant_id = delivered.tenant_id AND outbox.event_id = delivered.event_id"};

OutboxEvent EventOf(const Row& row) {
  const auto text = [&row](const char* column) { return std::string(row.Text(column)); };
  OutboxEvent event;
  event.event_id = row.Id("event_id");
  event.tenant_id = row.Id("tenant_id");
  event.occurred_at = row.Time("occurred_at");
  event.event_type = text("event_type");
  event.action = text("action");
  event.resource_type = text("resource_type");
  for (const auto& id : row.TextArray("resource_ids")) {
    event.resource_ids.push_back(core::Ulid::FromUuid(id).value_or(core::Ulid()));
  }
  event.resource_version = row.Int("resource_version");
  event.actor_type = text("actor_type");
  event.actor_id = text("actor_id");
  event.actor_email = text("actor_email");
  event.request_id = text("request_id");
  event.ip = text("ip");
  event.user_agent = text("user_agent");
  event.endpoint = text("endpoint");
  event.reason = text("reason");
  event.calls = row.Int("calls");
  event.before_json = text("before_json");
  event.after_json = text("after_json");
  return event;
}

absl::Status Deliver(OutboxSink& sink, const std::vector<OutboxEvent>& events) {
  try {
    return sink.Deliver(events);
  } catch (const std::exception&) {
    // Its text may quote the events.
    return core::Internal("the sink threw");
  }
}

void ObserveLag(const std::vector<OutboxEvent>& events, absl::Time confirmed,
                const RelayMetrics& metrics) {
  for (const auto& event : events) {
    if (event.event_type == "REFUSAL") continue;
    // The database's clock may be ahead of this one.
    const auto lag = std::max(confirmed - event.occurred_at, absl::ZeroDuration());
    metrics.lag_seconds.Observe(absl::ToDoubleSeconds(lag));
  }
}

}  // namespace

absl::StatusOr<int> ShipBatch(PlatformDatabase& database, OutboxSink& sink,
                              const RelayMetrics& metrics) {
  auto transaction = database.Begin(absl::Now() + kTimeout);
  if (!transaction.ok()) return transaction.status();
  const auto locked = transaction->Run(kLock, {});
  if (!locked.ok()) return locked.status();
  if (!(*locked)[0].Bool("locked")) return 0;

  const auto claimed = transaction->Run(kClaim, Params().Int(kOutboxBatch));
  if (!claimed.ok()) return claimed.status();
  if (claimed->empty()) return 0;

  std::vector<OutboxEvent> events;
  std::vector<core::Ulid> tenants, ids;
  for (int i = 0; i < claimed->size(); ++i) {
    events.push_back(EventOf((*claimed)[i]));
    tenants.push_back(events.back().tenant_id);
    ids.push_back(events.back().event_id);
  }
  if (auto status = Deliver(sink, events); !status.ok()) return status;
  const auto confirmed = absl::Now();

  const auto deleted = transaction->RunAndCommit(kDelete, Params().IdArray(tenants).IdArray(ids));
  if (!deleted.ok()) return deleted.status();
  ObserveLag(events, confirmed, metrics);
  return claimed->size();
}

}  // namespace enlace::db
