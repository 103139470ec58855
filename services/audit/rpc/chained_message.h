#pragma once

#include "enlace/audit/v1/audit_stream.pb.h"
#include "services/audit/domain/export_repository.h"
#include "services/audit/rpc/event_message.h"

namespace enlace::audit::rpc {

// Writes a record as exports hold it, so that its hash can be worked out from it. Masked, it has
// neither the payload's key nor what old records hold in clear.
void WriteChained(const ChainedEvent& record, const core::Ulid& tenant_id,
                  PersonalData personal_data, v1::ExportedAuditEvent* message);

}  // namespace enlace::audit::rpc
