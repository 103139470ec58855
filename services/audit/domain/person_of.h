#pragma once

#include "libs/core/ulid.h"
#include "services/audit/domain/audit_event.h"

namespace enlace::audit {

// Whose data the event holds, and so under whose key its payload is sealed: the patient, user or
// practitioner that it names, or whose id its row has as patient_id or user_id. The tenant's own id
// where it is of nobody, or of several.
core::Ulid PersonOf(const core::Ulid& tenant_id, const AuditEvent& event);

}  // namespace enlace::audit
