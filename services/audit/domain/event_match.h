#pragma once

#include "services/audit/domain/audit_event.h"
#include "services/audit/domain/event_filter.h"

namespace enlace::audit {

// Whether the event meets every condition of the filter: as the database decides for a list.
bool Matches(const EventFilter& filter, const AuditEvent& event);

}  // namespace enlace::audit
