#include "services/audit/testing/events.h"

namespace enlace::audit::testing {

absl::Time Morning() { return absl::FromUnixSeconds(1'795'255'200); }

core::Ulid NewId() { return core::Ulid::Generate(Morning()); }

AuditEvent Write(absl::Time occurred_at) {
  AuditEvent event;
  event.id = NewId();
  event.occurred_at = occurred_at;
  event.event_type = "WRITE";
  event.action = "UPDATE";
  event.resource_type = "Patient";
  event.resource_ids = {NewId()};
  event.resource_version = 2;
  event.actor = {.type = "API_KEY", .id = NewId().ToString(), .email = "owner@example.com"};
  event.request_id = "request-" + event.id.ToString();
  event.ip = "192.0.2.1";
  event.user_agent = "test \"agent\" {1}";
  event.before_json = R"({"first_name": "María"})";
  event.after_json = R"({"first_name": "María José"})";
  return event;
}

AuditEvent Access(int patients, absl::Time occurred_at) {
  auto event = Write(occurred_at);
  event.event_type = "ACCESS";
  event.action = "LIST";
  event.endpoint = "enlace.patient.v1.PatientService/ListPatients";
  event.resource_version = 0;
  event.before_json.clear();
  event.after_json.clear();
  event.resource_ids.clear();
  for (int i = 0; i < patients; ++i) event.resource_ids.push_back(NewId());
  return event;
}

AuditEvent Refusal(absl::Time occurred_at) {
  auto event = Write(occurred_at);
  event.event_type = "REFUSAL";
  event.action = "AUTHENTICATE";
  event.resource_type = "User";
  event.endpoint = "enlace.auth.v1.IdentityService/Login";
  event.resource_version = 0;
  event.actor = {.type = "ANONYMOUS"};
  event.before_json.clear();
  event.after_json.clear();
  event.success = false;
  event.reason = "SIGN_IN_REFUSED";
  event.calls = 3;
  return event;
}

db::TenantContext ContextOf(const core::Ulid& tenant_id) {
  return {.tenant_id = tenant_id,
          .actor_id = "relay",
          .actor_type = "SERVICE",
          .request_id = "request-1"};
}

}  // namespace enlace::audit::testing
