#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "services/audit/rpc/audit_service.h"
#include "services/audit/rpc/event_message.h"

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

std::optional<EventCursor> Cursor(const enlace::rpc::Page& page,
                                  std::vector<core::Violation>& violations) {
  if (page.after.empty()) return std::nullopt;
  auto cursor = EventCursor::Parse(page.after);
  if (!cursor) {
    violations.push_back(core::violation::PageTokenInvalid("pageToken"));
  }
  return cursor;
}

// The platform sees the events that belong to no tenant.
db::TenantContext ContextOf(const enlace::rpc::Call& call) {
  const auto& tenant_id = call.principal().tenant_id;
  return call.context_for(tenant_id.IsNil() ? PlatformTenant() : tenant_id);
}

// Who looks at the audit looks at personal data: that is an event too. It needs no outbox, because
// this service keeps the events.
absl::Status RecordAccess(EventRepository& events, const db::TenantContext& context,
                          absl::Time deadline, const std::vector<AuditEvent>& shown) {
  if (shown.empty()) return absl::OkStatus();
  const auto now = absl::Now();
  AuditEvent access;
  access.id = core::Ulid::Generate(now);
  access.occurred_at = now;
  access.event_type = "ACCESS";
  access.action = "LIST";
  access.resource_type = "AuditEvent";
  for (const auto& event : shown) access.resource_ids.push_back(event.id);
  access.actor = {.type = context.actor_type, .id = context.actor_id, .email = context.actor_email};
  access.request_id = context.request_id;
  access.ip = context.ip;
  access.user_agent = context.user_agent;
  access.endpoint = absl::StrCat(v1::AuditService::service_full_name(), "/ListAuditEvents");
  access.success = true;
  const auto stored = events.Store(context, {std::move(access)}, deadline);
  if (stored.ok()) return absl::OkStatus();
  return core::WithInternal(core::refusal::UnavailableAccessRecord(),
                            core::DetailsOf(stored.status()).internal);
}

}  // namespace

absl::Status ListAuditEvents(EventRepository& events, const enlace::rpc::PageTokens& page_tokens,
                             enlace::rpc::Call& call, const v1::ListAuditEventsRequest& request,
                             v1::ListAuditEventsResponse& response) {
  std::vector<core::Violation> violations;
  const auto context = ContextOf(call);
  const auto& tenant = context.tenant_id;
  const auto page = page_tokens.Read(tenant, request, violations);
  const auto cursor = Cursor(page, violations);
  const auto filter = Filter(request, violations);
  if (!violations.empty()) return core::InvalidFields(std::move(violations));

  const auto found = events.List(context, filter, cursor, page.size, call.deadline());
  if (!found.ok()) return found.status();
  if (auto status = RecordAccess(events, context, call.deadline(), found->events); !status.ok()) {
    return status;
  }
  const auto personal_data =
      call.principal().role == authn::Role::kAuditor ? PersonalData::kMasked : PersonalData::kShown;
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
