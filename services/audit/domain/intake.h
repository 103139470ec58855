#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "libs/db/context.h"
#include "services/audit/domain/audit_event.h"
#include "services/audit/domain/event_repository.h"

namespace enlace::audit {

struct TenantEvent {
  // Nil: belongs to no tenant; kept under PlatformTenant().
  core::Ulid tenant_id;
  AuditEvent event;
};

// Keeps events of any tenants: one transaction for each tenant, so that no transaction may ever see
// two of them. Fails with the first error; what was kept before it stays, and is met again when the
// sender repeats the batch. INVALID_ARGUMENT, and nothing kept, when an event is malformed.
// Returns how many are new. `context_for` gives the sender's context on a tenant.
absl::StatusOr<std::int64_t> TakeIn(
    EventRepository& repository, std::vector<TenantEvent> events,
    const std::function<db::TenantContext(const core::Ulid&)>& context_for, absl::Time deadline);

}  // namespace enlace::audit
