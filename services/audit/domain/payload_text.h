#pragma once

#include <string>
#include <string_view>

#include "services/audit/domain/audit_event.h"

namespace enlace::audit {

// What of an event may tell of a person, as a JSON object: actorEmail, ip, userAgent, before and
// after, each left out where it is empty. The rows stand in it as they are: numbers keep their
// digits. See docs/audit-proof.md.
std::string PayloadText(const AuditEvent& event);

// Sets those fields of `event`; false, and nothing set, for a text that is no payload.
bool ReadPayloadText(std::string_view text, AuditEvent& event);

}  // namespace enlace::audit
