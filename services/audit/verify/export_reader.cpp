#include "services/audit/verify/export_reader.h"

#include <nlohmann/json.hpp>

#include "services/audit/verify/members.h"

namespace enlace::audit::verify {
namespace {

using nlohmann::json;

// All that the chain is over and that tells of nobody.
AuditEvent ReadEvent(const json& object, absl::Status& error) {
  const Members members(object, error);
  const Members actor(members.Object("actor"), error);
  AuditEvent event;
  event.id = members.Id("id");
  event.occurred_at = members.Time("occurredAt");
  event.event_type = members.Text("eventType");
  event.action = members.Text("action");
  event.resource_type = members.Text("resourceType");
  event.resource_ids = members.Ids("resourceIds");
  event.resource_version = members.Number("resourceVersion", 0);
  event.actor.type = actor.Text("type");
  event.actor.id = actor.Text("id");
  event.request_id = members.Text("requestId");
  event.endpoint = members.Text("endpoint");
  event.success = members.Flag("success");
  event.reason = members.Text("reason");
  event.calls = members.Number("calls", 1);
  return event;
}

ShownTexts ReadShown(const json& object, absl::Status& error) {
  const Members members(object, error);
  return {.actor_email = Members(members.Object("actor"), error).Text("email"),
          .ip = members.Text("ip"),
          .user_agent = members.Text("userAgent")};
}

void ReadClear(const json& object, AuditEvent& event, absl::Status& error) {
  const Members clear(object, error);
  event.actor.email = clear.Text("actorEmail");
  event.ip = clear.Text("ip");
  event.user_agent = clear.Text("userAgent");
  event.before_json = clear.Text("before");
  event.after_json = clear.Text("after");
}

}  // namespace

absl::StatusOr<ExportLine> ReadExportLine(std::string_view text) {
  const auto object = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return absl::InvalidArgumentError("this is not a JSON object");
  absl::Status error;
  const Members members(object, error);
  if (members.Has("error")) {
    return absl::InvalidArgumentError(
        "the export broke off with an error here: it is not complete");
  }
  ExportLine line;
  const auto position = members.Number("position", -1);
  if (position < 0) members.Refuse("position", "there");
  line.position = static_cast<std::uint64_t>(position);
  const auto hash = ParseHash(members.Text("entryHash"));
  if (!hash) members.Refuse("entryHash", "a hash in base64");
  line.entry_hash = hash.value_or(Hash{});
  line.dropped = members.Flag("dropped");
  line.record.tenant_id = members.Id("tenantId");
  if (line.record.tenant_id.IsNil()) members.Refuse("tenantId", "there");
  if (!line.dropped) {
    if (!members.Has("event")) members.Refuse("event", "there");
    const auto& event = members.Object("event");
    line.record.event = ReadEvent(event, error);
    line.shown = ReadShown(event, error);
    line.record.person_id = members.Id("personId");
    line.record.payload = members.Bytes("payload");
    line.payload_key = members.Bytes("payloadKey");
    if (line.record.person_id.IsNil()) {
      line.masked = !members.Has("clear");
      ReadClear(members.Object("clear"), line.record.event, error);
    }
  }
  if (!error.ok()) return error;
  return line;
}

}  // namespace enlace::audit::verify
