#include <algorithm>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "services/audit/domain/event_filter.h"
#include "services/audit/rpc/audit_stream_service.h"
#include "services/audit/rpc/call_context.h"
#include "services/audit/rpc/chained_message.h"
#include "services/audit/rpc/own_access.h"

namespace enlace::audit::rpc {
namespace {

// One page's: the stream has a time of its own.
constexpr absl::Duration kPageDeadline = absl::Seconds(30);

std::vector<core::Ulid> IdsOf(const std::vector<ChainedEvent>& records) {
  std::vector<core::Ulid> ids;
  for (const auto& record : records) {
    if (record.sealed) ids.push_back(record.event.id);
  }
  return ids;
}

}  // namespace

absl::Status ExportAuditEvents(EventRepository& events, ExportRepository& chain,
                               enlace::rpc::Call& call, const v1::ExportAuditEventsRequest& request,
                               enlace::rpc::StreamWriter<v1::ExportedAuditEvent>& writer) {
  std::vector<core::Violation> violations;
  const auto filter = ReadFilter({.from = request.from(), .to = request.to()}, violations);
  if (request.from_position() < 0) {
    violations.push_back(core::violation::RangeNegative("fromPosition"));
  }
  if (!violations.empty()) return core::InvalidFields(std::move(violations));

  const auto context = ContextOf(call);
  const auto personal_data = ShownTo(call);
  const auto deadline = [&] { return std::min(call.deadline(), absl::Now() + kPageDeadline); };
  // What comes later, the records of this export among it, is for the next one.
  const auto size = chain.Size(context, deadline());
  if (!size.ok()) return size.status();
  ChainRange range = {
      .first = request.from_position(), .end = *size, .from = filter.from, .to = filter.to};
  bool first = true;
  while (range.first < range.end) {
    const auto page = chain.Read(context, range, deadline());
    if (!page.ok()) return page.status();
    if (auto status = RecordAccess(events, call, v1::AuditStreamService::service_full_name(),
                                   "ExportAuditEvents", IdsOf(page->events), deadline());
        !status.ok()) {
      return status;
    }
    // Of times that are far from the beginning, many a page is empty.
    if (page->events.empty() && !writer.Pause(absl::ZeroDuration())) return writer.End();
    for (const auto& record : page->events) {
      v1::ExportedAuditEvent message;
      WriteChained(record, context.tenant_id, personal_data, &message);
      if (std::exchange(first, false)) message.set_total(*size);
      if (!writer.Write(message)) return writer.End();
    }
    range.first = page->next;
  }
  return absl::OkStatus();
}

}  // namespace enlace::audit::rpc
