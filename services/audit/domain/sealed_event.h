#pragma once

#include <string>

#include "libs/core/ulid.h"
#include "services/audit/domain/audit_event.h"

namespace enlace::audit {

// A record as it is stored, which is what the chain is over: what of it may tell of a person is in
// the payload, and empty in the event (actor.email, ip, user_agent, before_json, after_json).
struct SealedEvent {
  core::Ulid tenant_id;
  AuditEvent event;
  // Under whose key the payload is sealed: a person's, or the tenant's own id for what is nobody's.
  // Nil for a record from before payloads were sealed: its event has all, and its payload is empty.
  core::Ulid person_id;
  std::string payload;
};

}  // namespace enlace::audit
