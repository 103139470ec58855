#pragma once

#include <string_view>

#include "libs/core/ulid.h"
#include "libs/db/context.h"
#include "services/audit/domain/audit_event.h"

namespace enlace::audit::testing {

// For tests only.

// 2026-11-21 10:00:00 UTC.
absl::Time Morning();

// A well-formed update of a fresh patient at `occurred_at`.
AuditEvent Write(absl::Time occurred_at = Morning());

// A well-formed list of `patients` fresh patients.
AuditEvent Access(int patients, absl::Time occurred_at = Morning());

// Of three sign-ins as a user.
AuditEvent Refusal(absl::Time occurred_at = Morning());

// A fresh id.
core::Ulid NewId();

// What a relay's call looks like on a tenant.
db::TenantContext ContextOf(const core::Ulid& tenant_id);

}  // namespace enlace::audit::testing
