#include "services/audit/domain/intake.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/audit/domain/event_checks.h"

namespace enlace::audit {
namespace {

// An error travels in a trailer of a few kilobytes.
constexpr std::size_t kEnoughViolations = 10;

}  // namespace

absl::StatusOr<std::int64_t> TakeIn(
    EventRepository& repository, std::vector<TenantEvent> events,
    const std::function<db::TenantContext(const core::Ulid&)>& context_for, absl::Time deadline) {
  std::vector<core::Violation> violations;
  for (std::size_t i = 0; i < events.size() && violations.size() < kEnoughViolations; ++i) {
    CheckEvent(events[i].event, absl::StrCat("events[", i, "]"), violations);
  }
  if (!violations.empty()) return core::InvalidFields(std::move(violations));

  std::map<core::Ulid, std::vector<AuditEvent>> by_tenant;
  for (auto& [tenant_id, event] : events) {
    by_tenant[tenant_id.IsNil() ? PlatformTenant() : tenant_id].push_back(std::move(event));
  }
  std::int64_t stored = 0;
  for (auto& [tenant_id, of_tenant] : by_tenant) {
    const auto added = repository.Store(context_for(tenant_id), std::move(of_tenant), deadline);
    if (!added.ok()) return added.status();
    stored += *added;
  }
  return stored;
}

}  // namespace enlace::audit
