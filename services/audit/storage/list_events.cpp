#include <algorithm>
#include <string>

#include "services/audit/storage/event_repository.h"
#include "services/audit/storage/list_statements.h"

namespace enlace::audit::storage {
namespace {

// After every event that can be stored.
const EventCursor& BeforeTheNewest() {
  static const EventCursor cursor = {
      absl::FromCivil(absl::CivilYear(2200), absl::UTCTimeZone()),
      *core::Ulid::FromUuid("ffffffff-ffff-ffff-ffff-ffffffffffff")};
  return cursor;
}

absl::Time Earliest() { return absl::FromCivil(absl::CivilYear(1900), absl::UTCTimeZone()); }

// Keeps a time of a page token within what PostgreSQL can read.
absl::Time Clamp(absl::Time time) {
  return std::clamp(time, Earliest(), BeforeTheNewest().occurred_at);
}

AuditEvent Read(const db::Row& row) {
  AuditEvent event;
  event.id = row.Id("event_id");
  event.occurred_at = row.Time("occurred_at");
  event.event_type = row.Text("event_type");
  event.action = row.Text("action");
  event.resource_type = row.Text("resource_type");
  for (const auto& id : row.TextArray("resource_ids")) {
    event.resource_ids.push_back(*core::Ulid::FromUuid(id));
  }
  event.resource_version = row.Int("resource_version");
  event.actor = {.type = std::string(row.Text("actor_type")),
                 .id = std::string(row.Text("actor_id")),
                 .email = std::string(row.Text("actor_email"))};
  event.request_id = row.Text("request_id");
  event.ip = row.Text("ip");
  event.user_agent = row.Text("user_agent");
  event.endpoint = row.Text("endpoint");
  event.success = row.Bool("success");
  event.before_json = row.OptionalText("before_text").value_or("");
  event.after_json = row.OptionalText("after_text").value_or("");
  return event;
}

}  // namespace

absl::StatusOr<EventPage> PgEventRepository::List(const db::TenantContext& context,
                                                  const EventFilter& filter,
                                                  const std::optional<EventCursor>& after,
                                                  int size, absl::Time deadline) {
  const EventCursor cursor = after.value_or(BeforeTheNewest());
  const auto cursor_time = Clamp(cursor.occurred_at);
  // Bounds the partitions that are looked at, which the comparison of pairs alone does not.
  const auto to = std::min(Clamp(filter.to.value_or(absl::InfiniteFuture())),
                           Clamp(cursor_time + absl::Microseconds(1)));
  db::Params params;
  params.Id(context.tenant_id)
      .Id(filter.resource_id)
      .Time(Clamp(filter.from.value_or(absl::InfinitePast())))
      .Time(to)
      .Time(cursor_time)
      .Id(cursor.id)
      .Int(size + 1)
      .Text(filter.resource_type)
      .Text(filter.actor_id)
      .Text(filter.action)
      .Text(filter.event_type)
      .Text(filter.request_id)
      .Int(kMaxPageBytes);

  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(ListStatementFor(filter), params);
  if (!rows.ok()) return rows.status();

  EventPage page;
  const int shown = std::min(rows->size(), size);
  for (int i = 0; i < shown; ++i) page.events.push_back(Read((*rows)[i]));
  page.more = shown > 0 && (*rows)[0].Int("found") > shown;
  return page;
}

}  // namespace enlace::audit::storage
