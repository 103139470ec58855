#include "services/audit/storage/sealed_event_row.h"

#include <string>

#include "services/audit/storage/bytea.h"

namespace enlace::audit::storage {

SealedEvent ReadSealedEvent(const db::Row& row, const core::Ulid& tenant_id) {
  SealedEvent record;
  record.tenant_id = tenant_id;
  auto& event = record.event;
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
  event.reason = row.Text("reason");
  event.calls = row.Int("calls");
  event.before_json = row.OptionalText("before_text").value_or("");
  event.after_json = row.OptionalText("after_text").value_or("");
  record.person_id = row.OptionalId("person_id").value_or(core::Ulid());
  record.payload = ReadBytea(row.OptionalText("payload_hex").value_or(""));
  return record;
}

}  // namespace enlace::audit::storage
