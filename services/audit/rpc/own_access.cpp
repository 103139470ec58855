#include "services/audit/rpc/own_access.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/core/absl_view.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "services/audit/domain/access_row.h"
#include "services/audit/rpc/call_context.h"

namespace enlace::audit::rpc {

PersonalData ShownTo(const enlace::rpc::Call& call) {
  return call.principal().role == authn::Role::kAuditor ? PersonalData::kMasked
                                                        : PersonalData::kShown;
}

absl::Status RecordAccess(EventRepository& events, enlace::rpc::Call& call,
                          std::string_view service, std::string_view method,
                          const std::vector<core::Ulid>& shown, absl::Time deadline) {
  // A call that is only judged is answered by its refusal: nothing is shown.
  if (shown.empty() || !call.stores()) return absl::OkStatus();
  const auto context = ContextOf(call);
  const auto now = absl::Now();
  AuditEvent access;
  access.id = core::Ulid::Generate(now);
  access.occurred_at = now;
  access.event_type = "ACCESS";
  access.action = "LIST";
  access.resource_type = "AuditEvent";
  access.resource_ids = shown;
  access.actor = {.type = context.actor_type, .id = context.actor_id, .email = context.actor_email};
  access.request_id = context.request_id;
  access.ip = context.ip;
  access.user_agent = context.user_agent;
  access.endpoint = absl::StrCat(core::Absl(service), "/", core::Absl(method));
  access.success = true;
  access.reason = call.purpose().of_use;
  access.after_json = WriteAccessRow(ShownTo(call) == PersonalData::kMasked ? "MASKED" : "CLINICAL",
                                     call.purpose().reason);
  const auto endpoint = access.endpoint;
  const auto stored = events.Store(context, {std::move(access)}, deadline);
  if (stored.ok()) {
    call.CountDisclosed(shown.size());
    call.WarnIfGlassIsBroken(endpoint);
    return absl::OkStatus();
  }
  return core::WithInternal(core::refusal::UnavailableAccessRecord(),
                            core::DetailsOf(stored.status()).internal);
}

std::optional<EventCursor> CursorOf(const enlace::rpc::Page& page,
                                    std::vector<core::Violation>& violations) {
  if (page.after.empty()) return std::nullopt;
  auto cursor = EventCursor::Parse(page.after);
  if (!cursor) violations.push_back(core::violation::PageTokenInvalid("pageToken"));
  return cursor;
}

std::vector<core::Ulid> IdsOf(const std::vector<AuditEvent>& events) {
  std::vector<core::Ulid> ids;
  ids.reserve(events.size());
  for (const auto& event : events) ids.push_back(event.id);
  return ids;
}

}  // namespace enlace::audit::rpc
