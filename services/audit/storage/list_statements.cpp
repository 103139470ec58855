#include "services/audit/storage/list_statements.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/audit/domain/event_repository.h"

namespace enlace::audit::storage {
namespace {

// Plain conditions on columns, which row-level security lets an index answer, and the rest after.
constexpr char kInTime[] = R"sql(
     WHERE e.tenant_id = $1::uuid
       AND e.occurred_at >= $3::timestamptz AND e.occurred_at < $4::timestamptz
       AND (e.occurred_at, e.event_id) < ($5::timestamptz, $6::uuid))sql";
constexpr char kMatching[] = R"sql(
       AND ($2::uuid IS NULL OR $2::uuid = ANY (e.resource_ids))
       AND ($8::text IS NULL OR e.resource_type = $8::text)
       AND ($9::text IS NULL OR e.actor_id = $9::text)
       AND ($10::text IS NULL OR e.action = $10::text)
       AND ($11::text IS NULL OR e.event_type = $11::text)
       AND ($12::text IS NULL OR e.request_id = $12::text)
       AND ($14::boolean IS NULL OR e.success = $14::boolean)
       AND ($15::text IS NULL OR e.reason = $15::text))sql";

constexpr char kNewestFirst[] = R"sql(
     ORDER BY e.occurred_at DESC, e.event_id DESC LIMIT $7::int)sql";
// A row's text is made once; of a page only as many rows leave as fit, and always the first. The
// keys of those are looked up one by one (OFFSET 0): a plan for pages of unknown size would read a
// tenant's keys whole.
constexpr char kBeforePage[] = R"sql(
WITH page AS MATERIALIZED (
  SELECT page.*, page.before_row::text AS before_text, page.after_row::text AS after_text
    FROM ()sql";
constexpr char kAfterPage[] = R"sql(
  ) AS page
), measured AS (
  SELECT *, count(*) OVER () AS found,
         coalesce(sum(coalesce(octet_length(before_text), 0)
                      + coalesce(octet_length(after_text), 0) + coalesce(octet_length(payload), 0))
                    OVER (ORDER BY occurred_at DESC, event_id DESC
                          ROWS UNBOUNDED PRECEDING), 0) AS bytes,
         row_number() OVER (ORDER BY occurred_at DESC, event_id DESC) AS place
    FROM page
)
SELECT event_id, occurred_at, event_type, action, resource_type,
       resource_ids::text[] AS resource_ids, resource_version, actor_type, actor_id, actor_email,
       request_id, ip, user_agent, endpoint, success, reason, calls, before_text, after_text, found,
       person_id, encode(payload, 'hex') AS payload_hex, encode(key.sealed_key, 'hex') AS sealed_key,
       coalesce(key.created_at > received_at, false) AS key_is_newer
  FROM measured
  LEFT JOIN LATERAL (
    SELECT k.sealed_key, k.created_at FROM audit_person_keys AS k
     WHERE k.tenant_id = $1::uuid AND k.person_id = measured.person_id OFFSET 0
  ) AS key ON true
 WHERE place = 1 OR bytes <= $13::bigint
 ORDER BY occurred_at DESC, event_id DESC)sql";

// Each list has one narrowest condition, written so that its index answers it.
std::string Listing(const char* condition) {
  return absl::StrCat(kBeforePage, "SELECT e.* FROM audit_events AS e", kInTime, kMatching,
                      condition, kNewestFirst, kAfterPage);
}

// Events that name the resource alone, and those that name it among others. These are found by
// their keys: were they held to the time as well, a plan for any values would look through the
// tenant's.
std::string ResourceListing() {
  return absl::StrCat(kBeforePage, "SELECT e.* FROM (\n    (SELECT e.* FROM audit_events AS e",
                      kInTime, kMatching, "\n       AND e.resource_id = $2::uuid", kNewestFirst,
                      R"sql()
    UNION ALL
    (SELECT e.* FROM audit_event_resources AS r
       JOIN audit_events AS e ON e.tenant_id = r.tenant_id AND e.occurred_at = r.occurred_at
        AND e.event_id = r.event_id AND e.retention_years = r.retention_years
     WHERE e.tenant_id = $1::uuid)sql",
                      kMatching, R"sql(
       AND r.tenant_id = $1::uuid AND r.resource_id = $2::uuid
       AND r.occurred_at >= $3::timestamptz AND r.occurred_at < $4::timestamptz
       AND (r.occurred_at, r.event_id) < ($5::timestamptz, $6::uuid)
     ORDER BY r.occurred_at DESC, r.event_id DESC LIMIT $7::int)) AS e)sql",
                      kNewestFirst, kAfterPage);
}

// After every event that can be stored.
const EventCursor& BeforeTheNewest() {
  static const EventCursor kCursor = {
      absl::FromCivil(absl::CivilYear(2200), absl::UTCTimeZone()),
      *core::Ulid::FromUuid("ffffffff-ffff-ffff-ffff-ffffffffffff")};
  return kCursor;
}

absl::Time Earliest() { return absl::FromCivil(absl::CivilYear(1900), absl::UTCTimeZone()); }

// Keeps a time of a page token within what PostgreSQL can read.
absl::Time Clamp(absl::Time time) {
  return std::clamp(time, Earliest(), BeforeTheNewest().occurred_at);
}

}  // namespace

const db::Statement& ListPlanning() {
  static constexpr db::Statement kPlanning = {"audit_list_planning", R"sql(
SELECT set_config('plan_cache_mode', 'force_generic_plan', true),
       set_config('enable_sort', 'off', true), set_config('jit', 'off', true))sql"};
  return kPlanning;
}

const db::Statement& ListStatementFor(const EventFilter& filter) {
  static const std::string kByTimeSql = Listing("");
  static const std::string kByActorSql = Listing("\n       AND e.actor_id = $9::text");
  static const std::string kByRequestSql = Listing("\n       AND e.request_id = $12::text");
  static const std::string kByResourceSql = ResourceListing();
  static const db::Statement kByTime = {"audit_list_by_time", kByTimeSql.c_str()};
  static const db::Statement kByActor = {"audit_list_by_actor", kByActorSql.c_str()};
  static const db::Statement kByRequest = {"audit_list_by_request", kByRequestSql.c_str()};
  static const db::Statement kByResource = {"audit_list_by_resource", kByResourceSql.c_str()};
  if (filter.request_id) return kByRequest;
  if (filter.resource_id) return kByResource;
  if (filter.actor_id) return kByActor;
  return kByTime;
}

db::Params ListParams(const core::Ulid& tenant_id, const EventFilter& filter,
                      const std::optional<EventCursor>& after, int rows) {
  const EventCursor cursor = after.value_or(BeforeTheNewest());
  const auto cursor_time = Clamp(cursor.occurred_at);
  // Bounds the partitions that are looked at, which the comparison of pairs alone does not.
  const auto to = std::min(Clamp(filter.to.value_or(absl::InfiniteFuture())),
                           Clamp(cursor_time + absl::Microseconds(1)));
  db::Params params;
  params.Id(tenant_id)
      .Id(filter.resource_id)
      .Time(Clamp(filter.from.value_or(absl::InfinitePast())))
      .Time(to)
      .Time(cursor_time)
      .Id(cursor.id)
      .Int(rows)
      .Text(filter.resource_type)
      .Text(filter.actor_id)
      .Text(filter.action)
      .Text(filter.event_type)
      .Text(filter.request_id)
      .Int(EventRepository::kMaxPageBytes);
  filter.success ? params.Bool(*filter.success) : params.Null();
  return params.Text(filter.reason);
}

}  // namespace enlace::audit::storage
