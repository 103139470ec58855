#include "services/appointment/storage/calendar_feed_repository.h"

#include <string>
#include <utility>

#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "services/appointment/storage/retry.h"

namespace enlace::appointment::storage {
namespace {

// The locks make a deletion of the doctor or the site wait, or this wait for it and find none.
constexpr db::Statement kInsert{"calendar_feed_insert", R"sql(
WITH doctor AS MATERIALIZED (
  SELECT d.id FROM practitioners AS d
   WHERE d.tenant_id = $1::uuid AND d.id = $3::uuid AND d.deleted_at IS NULL
     FOR KEY SHARE OF d
), site AS MATERIALIZED (
  SELECT l.id FROM locations AS l
   WHERE l.tenant_id = $1::uuid AND l.id = $4::uuid AND l.deleted_at IS NULL
     FOR KEY SHARE OF l
)
INSERT INTO calendar_feeds (tenant_id, id, practitioner_id, location_id, secret_hash)
SELECT $1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::text
 WHERE EXISTS (SELECT FROM doctor) OR EXISTS (SELECT FROM site)
RETURNING id, practitioner_id, location_id, secret_hash, created_at, version)sql"};

constexpr db::Statement kFind{"calendar_feed_find", R"sql(
SELECT id, practitioner_id, location_id, secret_hash, created_at, version
  FROM calendar_feeds
 WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL)sql"};

constexpr db::Statement kList{"calendar_feed_list", R"sql(
SELECT id, practitioner_id, location_id, secret_hash, created_at, version
  FROM calendar_feeds
 WHERE tenant_id = $1 AND id > $2 AND deleted_at IS NULL
 ORDER BY id LIMIT $3::int)sql"};

constexpr db::Statement kLock{"calendar_feed_lock", R"sql(
SELECT version FROM calendar_feeds
 WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL
   FOR NO KEY UPDATE)sql"};

constexpr db::Statement kDelete{"calendar_feed_delete", R"sql(
UPDATE calendar_feeds SET deleted_at = now()
 WHERE tenant_id = $1 AND id = $2)sql"};

#define DOCTOR_NAME "concat_ws(' ', d.first_name, d.second_name, d.last_name, d.second_last_name)"

// A deleted doctor or site keeps its name: its appointments do not go away with it.
constexpr db::Statement kName{"calendar_name", "SELECT " DOCTOR_NAME
                                               " AS name FROM practitioners AS d "
                                               "WHERE d.tenant_id = $1::uuid AND d.id = $2::uuid "
                                               "UNION ALL "
                                               "SELECT l.name FROM locations AS l "
                                               "WHERE l.tenant_id = $1::uuid AND l.id = $3::uuid"};

// $1 tenant, $2 doctor or site, $3 and $4 the time, $5 how many.
#define EVENTS_OF(column)                                                                 \
  "SELECT a.id, a.start_at, a.end_at, a.state, a.version, a.updated_at, t.name AS type, " \
  "       " DOCTOR_NAME                                                                   \
  " AS doctor, l.name AS site, "                                                          \
  "       nullif(concat_ws(', ', l.address, l.city), '') AS address, "                    \
  "       CASE WHEN d.calendar_shows_patients THEN a.patient_id END AS patient_id "       \
  "  FROM appointments AS a "                                                             \
  "  JOIN practitioners AS d ON d.tenant_id = $1 AND d.id = a.practitioner_id "           \
  "  JOIN locations AS l ON l.tenant_id = $1 AND l.id = a.location_id "                   \
  "  LEFT JOIN appointment_types AS t "                                                   \
  "    ON t.tenant_id = $1 AND t.code = upper(a.appointment_type) "                       \
  "   AND t.deleted_at IS NULL "                                                          \
  " WHERE a.tenant_id = $1 AND a." column                                                 \
  " = $2 AND a.start_at >= $3 AND a.start_at < $4 "                                       \
  "   AND a.deleted_at IS NULL AND a.state NOT IN ('CANCELLED', 'NO_SHOW') "              \
  " ORDER BY a.start_at, a.id LIMIT $5::int"

constexpr db::Statement kEventsOfDoctor{"calendar_events_of_doctor", EVENTS_OF("practitioner_id")};
constexpr db::Statement kEventsOfSite{"calendar_events_of_site", EVENTS_OF("location_id")};

CalendarFeed ReadFeed(const db::Row& row) {
  return {.id = row.Id("id"),
          .practitioner_id = row.OptionalId("practitioner_id"),
          .location_id = row.OptionalId("location_id"),
          .secret_hash = std::string(row.Text("secret_hash")),
          .created_at = row.Time("created_at"),
          .version = row.Int("version")};
}

CalendarEvent ReadEvent(const db::Row& row) {
  return {.id = row.Id("id"),
          .start = row.Time("start_at"),
          .end = row.Time("end_at"),
          .state = std::string(row.Text("state")),
          .version = row.Int("version"),
          .updated_at = row.Time("updated_at"),
          .appointment_type = row.OptionalText("type"),
          .doctor_name = std::string(row.Text("doctor")),
          .site_name = std::string(row.Text("site")),
          .site_address = row.OptionalText("address"),
          .patient_id = row.OptionalId("patient_id"),
          .patient_name = std::nullopt};
}

db::Params Key(const Caller& caller, const core::Ulid& id) {
  db::Params params;
  params.Id(caller.context.tenant_id).Id(id);
  return params;
}

}  // namespace

absl::StatusOr<db::Rows> PgCalendarFeedRepository::RunAlone(const Caller& caller,
                                                            const db::Statement& statement,
                                                            const db::Params& params) {
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  return transaction->RunAndCommit(statement, params);
}

absl::StatusOr<std::optional<CalendarFeed>> PgCalendarFeedRepository::Insert(
    const Caller& caller, const CalendarFeed& feed) {
  auto params = Key(caller, feed.id);
  params.Id(feed.practitioner_id).Id(feed.location_id).Text(feed.secret_hash);
  const auto rows =
      RetryAborted(caller.deadline, [&] { return RunAlone(caller, kInsert, params); });
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::optional<CalendarFeed>();
  return std::optional(ReadFeed((*rows)[0]));
}

absl::StatusOr<std::optional<CalendarFeed>> PgCalendarFeedRepository::Find(const Caller& caller,
                                                                           const core::Ulid& id) {
  const auto rows = database_.Read(caller.context, kFind, Key(caller, id), caller.deadline);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::optional<CalendarFeed>();
  return std::optional(ReadFeed((*rows)[0]));
}

absl::StatusOr<std::vector<CalendarFeed>> PgCalendarFeedRepository::List(
    const Caller& caller, const std::optional<core::Ulid>& after, int limit) {
  auto params = Key(caller, after.value_or(core::Ulid()));
  params.Int(limit);
  const auto rows = RunAlone(caller, kList, params);
  if (!rows.ok()) return rows.status();
  std::vector<CalendarFeed> feeds;
  feeds.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) feeds.push_back(ReadFeed((*rows)[i]));
  return feeds;
}

absl::Status PgCalendarFeedRepository::Delete(const Caller& caller, const core::Ulid& id) {
  return RetryAborted(caller.deadline,
                      [&]() -> absl::StatusOr<db::Rows> {
                        auto transaction = database_.Begin(caller.context, caller.deadline);
                        if (!transaction.ok()) return transaction.status();
                        const auto locked = transaction->Run(kLock, Key(caller, id));
                        if (!locked.ok()) return locked.status();
                        if (locked->empty()) return core::refusal::NotFoundCalendarFeed();
                        auto meant = caller.if_match.Check((*locked)[0].Int("version"));
                        if (!meant.ok()) return meant;
                        return transaction->RunAndCommit(kDelete, Key(caller, id));
                      })
      .status();
}

absl::StatusOr<Calendar> PgCalendarFeedRepository::Show(const Caller& caller,
                                                        const CalendarFeed& feed, absl::Time from,
                                                        absl::Time until, int limit) {
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  db::Params whose;
  whose.Id(caller.context.tenant_id).Id(feed.practitioner_id).Id(feed.location_id);
  const auto name = transaction->Run(kName, whose);
  if (!name.ok()) return name.status();
  if (name->empty()) return core::Internal("a calendar feed of nobody");
  auto params = Key(caller, feed.practitioner_id ? *feed.practitioner_id : *feed.location_id);
  params.Time(from).Time(until).Int(limit);
  const auto rows =
      transaction->RunAndCommit(feed.practitioner_id ? kEventsOfDoctor : kEventsOfSite, params);
  if (!rows.ok()) return rows.status();
  Calendar calendar{.name = std::string((*name)[0].Text("name")), .events = {}};
  calendar.events.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) calendar.events.push_back(ReadEvent((*rows)[i]));
  return calendar;
}

}  // namespace enlace::appointment::storage
