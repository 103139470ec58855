#include <nlohmann/json.hpp>

#include "services/audit/verify/export_fixture.h"

namespace enlace::audit::verify::testing {
namespace {

using nlohmann::json;

void Put(json& object, const char* name, const std::string& text) {
  if (!text.empty()) object[name] = text;
}

// As the API's protobuf JSON.
json EventOf(const ExportLine& line) {
  const auto& event = line.record.event;
  json object = {{"id", event.id.ToString()},
                 {"occurredAt",
                  absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", event.occurred_at, absl::UTCTimeZone())},
                 {"eventType", event.event_type},
                 {"action", event.action},
                 {"resourceType", event.resource_type},
                 {"resourceIds", json::array()},
                 {"actor", {{"type", event.actor.type}, {"id", event.actor.id}}},
                 // Renamed for its readers, so that it proves nothing.
                 {"after", {{"firstName", "María"}}},
                 {"success", event.success}};
  for (const auto& id : event.resource_ids) object["resourceIds"].push_back(id.ToString());
  if (event.resource_ids.size() == 1) object["resourceId"] = event.resource_ids[0].ToString();
  if (event.resource_version > 0) {
    object["resourceVersion"] = std::to_string(event.resource_version);
  }
  if (event.calls != 1) object["calls"] = std::to_string(event.calls);
  Put(object, "requestId", event.request_id);
  Put(object, "endpoint", event.endpoint);
  Put(object, "reason", event.reason);
  Put(object, "ip", line.shown.ip);
  Put(object, "userAgent", line.shown.user_agent);
  Put(object["actor"], "email", line.shown.actor_email);
  return object;
}

json ClearOf(const AuditEvent& event) {
  json object = json::object();
  Put(object, "actorEmail", event.actor.email);
  Put(object, "ip", event.ip);
  Put(object, "userAgent", event.user_agent);
  Put(object, "before", event.before_json);
  Put(object, "after", event.after_json);
  return object;
}

}  // namespace

std::string ToNdjson(const std::vector<ExportLine>& lines) {
  std::string text;
  for (const auto& line : lines) {
    json object = {{"position", std::to_string(line.position)},
                   {"entryHash", HashText(line.entry_hash)},
                   {"tenantId", line.record.tenant_id.ToString()}};
    if (line.dropped) {
      object["dropped"] = true;
    } else {
      object["event"] = EventOf(line);
      if (line.record.person_id.IsNil()) {
        if (!line.masked) object["clear"] = ClearOf(line.record.event);
      } else {
        object["personId"] = line.record.person_id.ToString();
        Put(object, "payload", ToBase64(line.record.payload));
        Put(object, "payloadKey", ToBase64(line.payload_key));
      }
    }
    text += object.dump() + "\n";
  }
  return text;
}

}  // namespace enlace::audit::verify::testing
