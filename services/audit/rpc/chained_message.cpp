#include "services/audit/rpc/chained_message.h"

#include "absl/strings/escaping.h"

namespace enlace::audit::rpc {

void WriteChained(const ChainedEvent& record, const core::Ulid& tenant_id,
                  PersonalData personal_data, v1::ExportedAuditEvent* message) {
  message->set_position(record.position);
  message->set_entry_hash(absl::Base64Escape(record.entry_hash));
  message->set_tenant_id(tenant_id.ToString());
  if (!record.sealed) {
    message->set_dropped(true);
    return;
  }
  const auto& sealed = *record.sealed;
  WriteEvent(record.event, personal_data, message->mutable_event());
  const bool shown = personal_data == PersonalData::kShown;
  if (!sealed.person_id.IsNil()) {
    message->set_person_id(sealed.person_id.ToString());
    message->set_payload(absl::Base64Escape(sealed.payload));
    if (shown && !record.payload_key.empty()) {
      message->set_payload_key(absl::Base64Escape(record.payload_key));
    }
  } else if (shown) {
    auto* const clear = message->mutable_clear();
    clear->set_actor_email(sealed.event.actor.email);
    clear->set_ip(sealed.event.ip);
    clear->set_user_agent(sealed.event.user_agent);
    clear->set_before(sealed.event.before_json);
    clear->set_after(sealed.event.after_json);
  }
}

}  // namespace enlace::audit::rpc
