#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/audit/storage/event_repository.h"

namespace enlace::audit::storage {
namespace {

// One statement for events and their resources: an event that was kept before adds neither. Their
// class follows from tenant and time, so that an event that comes again meets itself.
constexpr db::Statement kStore = {"audit_store", R"sql(
WITH sent AS (
  SELECT event_id, occurred_at, event_type, action, resource_type,
         resource_ids::uuid[] AS resource_ids, resource_version, actor_type, actor_id, actor_email,
         request_id, ip, user_agent, endpoint, success, reason, calls,
         nullif(before_row, '')::jsonb AS before_row, nullif(after_row, '')::jsonb AS after_row
    FROM unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[],
                $8::bigint[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
                $14::text[], $15::text[], $16::boolean[], $17::text[], $18::text[], $19::text[],
                $20::bigint[])
      AS event (event_id, occurred_at, event_type, action, resource_type, resource_ids,
                resource_version, actor_type, actor_id, actor_email, request_id, ip, user_agent,
                endpoint, success, before_row, after_row, reason, calls)
), stored AS (
  INSERT INTO audit_events (tenant_id, event_id, occurred_at, retention_years, event_type, action,
                            resource_type,
                            resource_id, resource_ids, resource_version, actor_type, actor_id,
                            actor_email, request_id, ip, user_agent, endpoint, success,
                            before_row, after_row, reason, calls)
  SELECT $1::uuid, event_id, occurred_at, audit_class($1::uuid, occurred_at), event_type, action,
         resource_type,
         CASE WHEN cardinality(resource_ids) = 1 THEN resource_ids[1] END, resource_ids,
         resource_version, actor_type, actor_id, actor_email, request_id, ip, user_agent,
         endpoint, success, before_row, after_row, reason, calls
    FROM sent
  ON CONFLICT DO NOTHING
  RETURNING event_id, occurred_at, retention_years, resource_ids
), named AS (
  INSERT INTO audit_event_resources (tenant_id, resource_id, occurred_at, event_id,
                                     retention_years)
  SELECT $1::uuid, resource.id, stored.occurred_at, stored.event_id, stored.retention_years
    FROM stored, unnest(stored.resource_ids) AS resource (id)
   WHERE cardinality(stored.resource_ids) > 1
  ON CONFLICT DO NOTHING
)
SELECT count(*) AS stored FROM stored)sql"};

std::string UuidArray(const std::vector<core::Ulid>& ids) {
  return absl::StrCat(
      "{",
      absl::StrJoin(ids, ",",
                    [](std::string* out, const core::Ulid& id) { out->append(id.ToUuid()); }),
      "}");
}

// One column of all events, as text.
template <typename Field>
std::vector<std::string> Column(const std::vector<AuditEvent>& events, Field field) {
  std::vector<std::string> texts;
  texts.reserve(events.size());
  for (const auto& event : events) texts.push_back(field(event));
  return texts;
}

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%E6S+00", time, absl::UTCTimeZone());
}

}  // namespace

absl::StatusOr<std::int64_t> PgEventRepository::Store(const db::TenantContext& context,
                                                      std::vector<AuditEvent> events,
                                                      absl::Time deadline) {
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  return StoreIn(*transaction, context.tenant_id, std::move(events));
}

absl::StatusOr<std::int64_t> PgEventRepository::StoreIn(db::Transaction& transaction,
                                                        const core::Ulid& tenant_id,
                                                        std::vector<AuditEvent> events) {
  // Two senders of overlapping batches wait for each other's keys: in one order, never in a ring.
  std::sort(events.begin(), events.end(), [](const AuditEvent& a, const AuditEvent& b) {
    return std::tie(a.occurred_at, a.id) < std::tie(b.occurred_at, b.id);
  });
  const auto column = [&events](auto field) { return Column(events, field); };

  db::Params params;
  params.Id(tenant_id)
      .TextArray(column([](const AuditEvent& e) { return e.id.ToUuid(); }))
      .TextArray(column([](const AuditEvent& e) { return TimeText(e.occurred_at); }))
      .TextArray(column([](const AuditEvent& e) { return e.event_type; }))
      .TextArray(column([](const AuditEvent& e) { return e.action; }))
      .TextArray(column([](const AuditEvent& e) { return e.resource_type; }))
      .TextArray(column([](const AuditEvent& e) { return UuidArray(e.resource_ids); }))
      .TextArray(column([](const AuditEvent& e) { return absl::StrCat(e.resource_version); }))
      .TextArray(column([](const AuditEvent& e) { return e.actor.type; }))
      .TextArray(column([](const AuditEvent& e) { return e.actor.id; }))
      .TextArray(column([](const AuditEvent& e) { return e.actor.email; }))
      .TextArray(column([](const AuditEvent& e) { return e.request_id; }))
      .TextArray(column([](const AuditEvent& e) { return e.ip; }))
      .TextArray(column([](const AuditEvent& e) { return e.user_agent; }))
      .TextArray(column([](const AuditEvent& e) { return e.endpoint; }))
      .TextArray(column([](const AuditEvent& e) { return e.success ? "t" : "f"; }))
      .TextArray(column([](const AuditEvent& e) { return e.before_json; }))
      .TextArray(column([](const AuditEvent& e) { return e.after_json; }))
      .TextArray(column([](const AuditEvent& e) { return e.reason; }))
      .TextArray(column([](const AuditEvent& e) { return absl::StrCat(e.calls); }));

  const auto rows = transaction.RunAndCommit(kStore, params);
  if (!rows.ok()) return rows.status();
  return (*rows)[0].Int("stored");
}

}  // namespace enlace::audit::storage
