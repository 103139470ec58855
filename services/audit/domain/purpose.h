#pragma once

#include <optional>
#include <string>

#include "services/audit/domain/audit_event.h"

namespace enlace::audit {

// Why personal data was looked at, in the caller's own words (X-Purpose-Reason): kept as the row
// "after" of an access, so that it is sealed with what tells of a person. nullopt where nothing was
// said, and for events that are no accesses.
std::optional<std::string> PurposeReasonOf(const AuditEvent& event);

// That row; empty where there is no reason.
std::string PurposeRow(const std::string& reason);

}  // namespace enlace::audit
