#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/audit/domain/person_of.h"
#include "services/audit/storage/bytea.h"
#include "services/audit/storage/event_repository.h"

namespace enlace::audit::storage {
namespace {

// One statement for events and their resources: an event that was kept before adds neither. Their
// class follows from tenant and time, so that an event that comes again meets itself. What may tell
// of a person is in the payload alone.
constexpr db::Statement kStore = {"audit_store", R"sql(
WITH sent AS (
  SELECT event_id, occurred_at, event_type, action, resource_type,
         resource_ids::uuid[] AS resource_ids, resource_version, actor_type, actor_id, request_id,
         endpoint, success, reason, calls, person_id, decode(payload, 'hex') AS payload
    FROM unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[],
                $8::bigint[], $9::text[], $10::text[], $11::text[], $12::text[], $13::boolean[],
                $14::text[], $15::bigint[], $16::uuid[], $17::text[])
      AS event (event_id, occurred_at, event_type, action, resource_type, resource_ids,
                resource_version, actor_type, actor_id, request_id, endpoint, success, reason, calls,
                person_id, payload)
), stored AS (
  INSERT INTO audit_events (tenant_id, event_id, occurred_at, retention_years, event_type, action,
                            resource_type,
                            resource_id, resource_ids, resource_version, actor_type, actor_id,
                            actor_email, request_id, ip, user_agent, endpoint, success,
                            reason, calls, person_id, payload)
  SELECT $1::uuid, event_id, occurred_at, audit_class($1::uuid, occurred_at), event_type, action,
         resource_type,
         CASE WHEN cardinality(resource_ids) = 1 THEN resource_ids[1] END, resource_ids,
         resource_version, actor_type, actor_id, '', request_id, '', '',
         endpoint, success, reason, calls, person_id, payload
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
), unsealed AS (
  INSERT INTO audit_unsealed (tenant_id, event_id, occurred_at)
  SELECT $1::uuid, event_id, occurred_at FROM stored
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
std::vector<std::string> Column(const std::vector<SealedEvent>& sealed, Field field) {
  std::vector<std::string> texts;
  texts.reserve(sealed.size());
  for (const auto& each : sealed) texts.push_back(field(each.event));
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
  const auto sealed = Seal(transaction, tenant_id, std::move(events));
  if (!sealed.ok()) return sealed.status();
  auto inserted = Insert(transaction, tenant_id, *sealed);
  if (inserted.ok()) stored_.Add(static_cast<double>(*inserted));
  return inserted;
}

absl::StatusOr<std::vector<SealedEvent>> PgEventRepository::Seal(db::Transaction& transaction,
                                                                 const core::Ulid& tenant_id,
                                                                 std::vector<AuditEvent> events) {
  std::vector<core::Ulid> persons;
  persons.reserve(events.size());
  for (const auto& event : events) persons.push_back(PersonOf(tenant_id, event));
  const auto keys = keys_.Ensure(transaction, tenant_id, {persons.begin(), persons.end()});
  if (!keys.ok()) return keys.status();
  std::vector<SealedEvent> sealed;
  sealed.reserve(events.size());
  for (std::size_t i = 0; i < events.size(); ++i) {
    sealed.push_back(SealEvent(tenant_id, persons[i], std::move(events[i]), keys->at(persons[i])));
  }
  return sealed;
}

absl::StatusOr<std::int64_t> PgEventRepository::Insert(db::Transaction& transaction,
                                                       const core::Ulid& tenant_id,
                                                       const std::vector<SealedEvent>& sealed) {
  const auto column = [&sealed](auto field) { return Column(sealed, field); };
  std::vector<core::Ulid> persons;
  std::vector<std::string> payloads;
  persons.reserve(sealed.size());
  payloads.reserve(sealed.size());
  for (const auto& each : sealed) {
    persons.push_back(each.person_id);
    payloads.push_back(ByteaText(each.payload));
  }

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
      .TextArray(column([](const AuditEvent& e) { return e.request_id; }))
      .TextArray(column([](const AuditEvent& e) { return e.endpoint; }))
      .TextArray(column([](const AuditEvent& e) { return e.success ? "t" : "f"; }))
      .TextArray(column([](const AuditEvent& e) { return e.reason; }))
      .TextArray(column([](const AuditEvent& e) { return absl::StrCat(e.calls); }))
      .IdArray(persons)
      .TextArray(payloads);

  const auto rows = transaction.RunAndCommit(kStore, params);
  if (!rows.ok()) return rows.status();
  return (*rows)[0].Int("stored");
}

}  // namespace enlace::audit::storage
