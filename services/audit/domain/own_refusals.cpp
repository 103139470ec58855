#include "services/audit/domain/own_refusals.h"

#include <utility>

#include "services/audit/domain/intake.h"

namespace enlace::audit {
namespace {

TenantEvent EventOf(const refusals::Refusal& refusal) {
  const auto& context = refusal.context;
  AuditEvent event;
  event.id = refusal.event_id;
  event.occurred_at = refusal.occurred_at;
  event.event_type = "REFUSAL";
  event.action = refusal.action;
  event.resource_type = "Call";
  event.actor = {.type = context.actor_type, .id = context.actor_id, .email = context.actor_email};
  event.request_id = context.request_id;
  event.ip = context.ip;
  event.user_agent = context.user_agent;
  event.endpoint = refusal.endpoint;
  event.success = false;
  event.reason = refusal.reason;
  event.calls = refusal.calls;
  return {context.tenant_id, std::move(event)};
}

}  // namespace

absl::Status OwnRefusals::Store(const std::vector<refusals::Refusal>& refusals,
                                absl::Time deadline) {
  std::vector<TenantEvent> events;
  events.reserve(refusals.size());
  for (const auto& refusal : refusals) events.push_back(EventOf(refusal));
  return TakeIn(
             events_, std::move(events),
             [](const core::Ulid& tenant_id) {
               return db::TenantContext{
                   .tenant_id = tenant_id, .actor_id = "enlace-audit", .actor_type = "SERVICE"};
             },
             deadline)
      .status();
}

}  // namespace enlace::audit
