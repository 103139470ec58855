#pragma once

#include <cstddef>
#include <vector>

#include "enlace/audit/v1/audit.pb.h"
#include "libs/core/error.h"
#include "services/audit/domain/audit_event.h"
#include "services/audit/domain/intake.h"

namespace enlace::audit::rpc {

// Reads the event at `index` of a relay's batch. Ids that are no ULIDs and times that don't exist
// are added to `violations` ("events[3].id"); what else may be wrong is the domain's to judge.
TenantEvent ReadEvent(const v1::TenantAuditEvent& message, std::size_t index,
                      std::vector<core::Violation>& violations);

enum class PersonalData { kShown, kMasked };

// Writes the event as the API shows it. Masked, it has no e-mail, address and user agent, and of a
// row only what tells nothing of a person. The rows before and after become Structs whose numbers
// are doubles; what nests deeper than protobuf's readers go (100 messages) is shown as JSON text.
void WriteEvent(const AuditEvent& event, PersonalData personal_data, v1::AuditEvent* message);

}  // namespace enlace::audit::rpc
