#include <algorithm>
#include <string>

#include "services/audit/storage/event_repository.h"
#include "services/audit/storage/list_statements.h"

namespace enlace::audit::storage {
namespace {

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
  event.reason = row.Text("reason");
  event.calls = row.Int("calls");
  event.success = row.Bool("success");
  event.before_json = row.OptionalText("before_text").value_or("");
  event.after_json = row.OptionalText("after_text").value_or("");
  return event;
}

}  // namespace

absl::StatusOr<EventPage> PgEventRepository::List(const db::TenantContext& context,
                                                  const EventFilter& filter,
                                                  const std::optional<EventCursor>& after, int size,
                                                  absl::Time deadline) {
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  if (const auto set = transaction->Run(ListPlanning(), {}); !set.ok()) return set.status();
  const auto rows = transaction->RunAndCommit(
      ListStatementFor(filter), ListParams(context.tenant_id, filter, after, size + 1));
  if (!rows.ok()) return rows.status();

  EventPage page;
  const int shown = std::min(rows->size(), size);
  for (int i = 0; i < shown; ++i) page.events.push_back(Read((*rows)[i]));
  page.more = shown > 0 && (*rows)[0].Int("found") > shown;
  return page;
}

}  // namespace enlace::audit::storage
