#pragma once

#include <cstdint>
#include <vector>

#include "absl/time/time.h"
#include "libs/db/context.h"
#include "services/audit/domain/audit_event.h"
#include "services/audit/domain/retention.h"

namespace enlace::audit {

// The event of a choice that the context's actor made at `now`, after `before`. Its resource is the
// tenant, whose version is the number of choices.
AuditEvent EventOf(const RetentionChoice& choice, const std::vector<RetentionChoice>& before,
                   const db::TenantContext& context, absl::Time now);

}  // namespace enlace::audit
