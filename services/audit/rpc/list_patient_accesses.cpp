#include <optional>
#include <utility>
#include <vector>

#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "services/audit/domain/access_row.h"
#include "services/audit/rpc/audit_service.h"
#include "services/audit/rpc/call_context.h"
#include "services/audit/rpc/event_message.h"
#include "services/audit/rpc/own_access.h"

namespace enlace::audit::rpc {
namespace {

// What the event is, its row "after" apart: of an access only what access_row.h tells of is in it.
void WriteAccess(const AuditEvent& event, PersonalData personal_data, v1::PatientAccess* message) {
  const bool shown = personal_data == PersonalData::kShown;
  v1::AuditEvent written;
  WriteEvent(event, personal_data, &written);
  message->set_id(written.id());
  *message->mutable_occurred_at() = written.occurred_at();
  message->set_action(written.action());
  *message->mutable_actor() = written.actor();
  message->set_endpoint(written.endpoint());
  if (written.has_ip()) message->set_ip(written.ip());
  if (!event.reason.empty()) message->set_purpose(event.reason);
  const auto row = ReadAccessRow(event);
  if (row.fields_class) message->set_fields_class(*row.fields_class);
  if (shown && row.purpose_reason) message->set_purpose_reason(*row.purpose_reason);
}

}  // namespace

absl::Status ListPatientAccesses(EventRepository& events,
                                 const enlace::rpc::PageTokens& page_tokens,
                                 enlace::rpc::Call& call,
                                 const v1::ListPatientAccessesRequest& request,
                                 v1::ListPatientAccessesResponse& response) {
  std::vector<core::Violation> violations;
  const auto context = ContextOf(call);
  const auto page = page_tokens.Read(context.tenant_id, request, violations);
  const auto cursor = CursorOf(page, violations);
  const auto patient = core::Ulid::Parse(request.id());
  if (!patient) violations.push_back(core::violation::IdFormat("id"));
  if (!violations.empty()) return core::InvalidFields(std::move(violations));

  const EventFilter filter = {
      .resource_type = "Patient", .resource_id = patient, .event_type = "ACCESS"};
  const auto found = events.List(context, filter, cursor, page.size, call.deadline());
  if (!found.ok()) return found.status();
  if (auto status = RecordAccess(events, call, v1::AuditService::service_full_name(),
                                 "ListPatientAccesses", IdsOf(found->events), call.deadline());
      !status.ok()) {
    return status;
  }
  const auto personal_data = ShownTo(call);
  for (const auto& event : found->events) {
    WriteAccess(event, personal_data, response.add_accesses());
  }
  if (found->more) {
    const auto& last = found->events.back();
    const EventCursor next{last.occurred_at, last.id};
    response.set_next_page_token(page_tokens.Make(context.tenant_id, request, next.ToText()));
  }
  return absl::OkStatus();
}

}  // namespace enlace::audit::rpc
