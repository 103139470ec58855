#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "libs/core/log.h"
#include "services/audit/domain/payload.h"
#include "services/audit/storage/bytea.h"
#include "services/audit/storage/event_repository.h"
#include "services/audit/storage/list_statements.h"
#include "services/audit/storage/sealed_event_row.h"

namespace enlace::audit::storage {
namespace {

// An event without its personal data where that does not open. Whoever is erased has no key any
// more, or one that is newer than the event; anything else is somebody's mistake or doing.
AuditEvent Open(const PersonKeys& keys, const SealedEvent& sealed, const db::Row& row) {
  if (sealed.person_id.IsNil()) return sealed.event;
  const auto sealed_key = row.OptionalText("sealed_key");
  if (sealed_key) {
    const auto key = keys.Open(sealed.tenant_id, sealed.person_id, ReadBytea(*sealed_key));
    if (auto opened = key ? OpenEvent(sealed, *key) : std::nullopt) return *std::move(opened);
  }
  auto event = sealed.event;
  event.erased = !sealed_key || row.Bool("key_is_newer");
  if (!event.erased) {
    core::Log(core::LogLevel::kError, "the payload of an audit event does not open",
              {{"tenant", sealed.tenant_id.ToString()}, {"event", event.id.ToString()}});
  }
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
  for (int i = 0; i < shown; ++i) {
    const auto row = (*rows)[i];
    page.events.push_back(Open(keys_, ReadSealedEvent(row, context.tenant_id), row));
  }
  page.more = shown > 0 && (*rows)[0].Int("found") > shown;
  return page;
}

}  // namespace enlace::audit::storage
