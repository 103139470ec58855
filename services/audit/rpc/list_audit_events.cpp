#include <optional>
#include <utility>
#include <vector>

#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "services/audit/rpc/audit_service.h"
#include "services/audit/rpc/call_context.h"
#include "services/audit/rpc/event_message.h"
#include "services/audit/rpc/own_access.h"

namespace enlace::audit::rpc {
namespace {

EventFilter Filter(const v1::ListAuditEventsRequest& request,
                   std::vector<core::Violation>& violations) {
  const auto success = request.has_success() ? std::optional(request.success()) : std::nullopt;
  return ReadFilter({.resource_type = request.resource_type(),
                     .resource_id = request.resource_id(),
                     .actor_id = request.actor_id(),
                     .action = request.action(),
                     .event_type = request.event_type(),
                     .request_id = request.request_id(),
                     .from = request.from(),
                     .to = request.to(),
                     .reason = request.reason(),
                     .success = success},
                    violations);
}

}  // namespace

absl::Status ListAuditEvents(EventRepository& events, const enlace::rpc::PageTokens& page_tokens,
                             enlace::rpc::Call& call, const v1::ListAuditEventsRequest& request,
                             v1::ListAuditEventsResponse& response) {
  std::vector<core::Violation> violations;
  const auto context = ContextOf(call);
  const auto& tenant = context.tenant_id;
  const auto page = page_tokens.Read(tenant, request, violations);
  const auto cursor = CursorOf(page, violations);
  const auto filter = Filter(request, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));

  const auto found = events.List(context, filter, cursor, page.size, call.deadline());
  if (!found.ok()) return found.status();
  if (auto status = RecordAccess(events, call, v1::AuditService::service_full_name(),
                                 "ListAuditEvents", IdsOf(found->events), call.deadline());
      !status.ok()) {
    return status;
  }
  const auto personal_data = ShownTo(call);
  for (const auto& event : found->events) {
    WriteEvent(event, personal_data, response.add_events());
  }
  if (found->more) {
    const auto& last = found->events.back();
    const EventCursor next{last.occurred_at, last.id};
    response.set_next_page_token(page_tokens.Make(tenant, request, next.ToText()));
  }
  return absl::OkStatus();
}

}  // namespace enlace::audit::rpc
