#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "libs/core/error.h"
#include "libs/core/ulid.h"
#include "libs/db/context.h"
#include "services/audit/domain/audit_event.h"

namespace enlace::audit {

// Why a person's data is erased from the audit, without white space at its ends: 10 to 500
// characters. Empty when a violation was added: REQUIRED, TEXT_LENGTH, TEXT_CONTROL or
// TEXT_ENCODING.
std::string CheckErasureReason(std::string_view reason, std::vector<core::Violation>& violations);

// The record that whoever acts in `context` has destroyed the person's key.
AuditEvent ErasureRecord(const db::TenantContext& context, const core::Ulid& person_id,
                         const std::string& reason, absl::Time now);

}  // namespace enlace::audit
