#pragma once

#include "libs/core/ulid.h"
#include "libs/db/rows.h"
#include "services/audit/domain/sealed_event.h"

namespace enlace::audit::storage {

// What ReadSealedEvent reads, of audit_events AS e: the rows' texts as they were stored, the
// payload in hexadecimal.
inline constexpr char kSealedEventColumns[] = R"sql(
         e.event_id, e.occurred_at, e.event_type, e.action, e.resource_type,
         e.resource_ids::text[] AS resource_ids, e.resource_version, e.actor_type, e.actor_id,
         e.actor_email, e.request_id, e.ip, e.user_agent, e.endpoint, e.success, e.reason, e.calls,
         e.before_row::text AS before_text, e.after_row::text AS after_text, e.person_id,
         encode(e.payload, 'hex') AS payload_hex)sql";

// A record as the chain is over it.
SealedEvent ReadSealedEvent(const db::Row& row, const core::Ulid& tenant_id);

}  // namespace enlace::audit::storage
