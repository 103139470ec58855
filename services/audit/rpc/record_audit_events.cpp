#include <utility>
#include <vector>

#include "libs/core/log.h"
#include "libs/core/reasons.h"
#include "services/audit/domain/intake.h"
#include "services/audit/rpc/audit_service.h"
#include "services/audit/rpc/event_message.h"

namespace enlace::audit::rpc {
namespace {

constexpr int kMaxEvents = 1'000;
// An error travels in a trailer of a few kilobytes.
constexpr std::size_t kEnoughViolations = 10;

absl::Status Record(EventRepository& events, enlace::rpc::Call& call,
                    const v1::RecordAuditEventsRequest& request,
                    v1::RecordAuditEventsResponse& response) {
  std::vector<core::Violation> violations;
  if (request.events().empty() || request.events_size() > kMaxEvents) {
    violations.push_back(core::violation::RangeEntries("events", 1, kMaxEvents));
    return core::InvalidFields(std::move(violations));
  }
  std::vector<TenantEvent> batch;
  batch.reserve(static_cast<std::size_t>(request.events_size()));
  for (const auto& event : request.events()) {
    batch.push_back(ReadEvent(event, batch.size(), violations));
    if (violations.size() >= kEnoughViolations) break;
  }
  if (!violations.empty()) return core::InvalidFields(std::move(violations));

  const auto stored = TakeIn(
      events, std::move(batch),
      [&call](const core::Ulid& tenant_id) { return call.context_for(tenant_id); },
      call.deadline());
  if (!stored.ok()) return stored.status();
  response.set_stored(static_cast<int>(*stored));
  return absl::OkStatus();
}

}  // namespace

absl::Status RecordAuditEvents(EventRepository& events, enlace::rpc::Call& call,
                               const v1::RecordAuditEventsRequest& request,
                               v1::RecordAuditEventsResponse& response) {
  auto status = Record(events, call, request, response);
  // A relay stands still behind such an event: somebody has to know at once.
  if (absl::IsInvalidArgument(status)) {
    core::Log(core::LogLevel::kError, "a relay's batch of audit events is refused",
              {{"request_id", call.request_id()},
               {"trace_id", call.trace_id()},
               {"actor", call.principal().id.ToString()},
               {"detail", status.message()}});
  }
  return status;
}

}  // namespace enlace::audit::rpc
