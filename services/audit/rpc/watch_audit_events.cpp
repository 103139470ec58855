#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "services/audit/domain/event_match.h"
#include "services/audit/rpc/audit_stream_service.h"
#include "services/audit/rpc/call_context.h"
#include "services/audit/rpc/own_access.h"

namespace enlace::audit::rpc {
namespace {

constexpr char kMethod[] = "WatchAuditEvents";
// One look's: the stream has a time of its own.
constexpr absl::Duration kLookDeadline = absl::Seconds(30);

// What a watch shows leaves a record, which no watch shows: two of them would keep each other busy
// for ever.
bool IsOfAWatch(const AuditEvent& event) {
  static const std::string kEndpoint =
      absl::StrCat(v1::AuditStreamService::service_full_name(), "/", kMethod);
  return event.event_type == "ACCESS" && event.endpoint == kEndpoint;
}

struct Watch {
  absl::Time Deadline() const { return std::min(call.deadline(), absl::Now() + kLookDeadline); }

  // Where to begin, and then to go on. Before the first record it is -1.
  absl::StatusOr<std::int64_t> Cursor(const v1::WatchAuditEventsRequest& request) const {
    const auto size = chain.Size(ContextOf(call), Deadline());
    if (!size.ok() || !request.has_cursor()) return size.ok() ? *size - 1 : size;
    // A cursor from before a restored backup would wait for records that may never come.
    return std::min(request.cursor(), *size - 1);
  }

  // Sends the cursor, with an event or as a sign of life. False: the stream is over.
  bool Send(std::int64_t cursor, const AuditEvent* event) {
    v1::WatchedAuditEvent message;
    message.set_cursor(cursor);
    if (event != nullptr) WriteEvent(*event, ShownTo(call), message.mutable_event());
    sent = absl::Now();
    return writer.Write(message);
  }

  // Until the stream ends, with why.
  absl::Status Go(std::int64_t cursor, const WatchTimes& times) {
    // The caller knows that it is told of all that comes from now on.
    if (!Send(cursor, nullptr)) return writer.End();
    while (true) {
      if (auto status = Look(cursor); !status.ok()) return status;
      const bool silent = absl::Now() - sent >= times.silence;
      if (silent && !Send(cursor, nullptr)) return writer.End();
      if (!came && !writer.Pause(times.poll)) return writer.End();
    }
  }

  // Shows what has come after the cursor, a page of it, and moves the cursor.
  absl::Status Look(std::int64_t& cursor) {
    const auto page = chain.Read(
        ContextOf(call), {.first = cursor + 1, .end = std::numeric_limits<std::int64_t>::max()},
        Deadline());
    if (!page.ok()) return page.status();
    std::vector<const ChainedEvent*> shown;
    std::vector<core::Ulid> ids;
    for (const auto& record : page->events) {
      if (!record.sealed || IsOfAWatch(record.event) || !Matches(filter, record.event)) continue;
      shown.push_back(&record);
      ids.push_back(record.event.id);
    }
    auto recorded = RecordAccess(events, call, v1::AuditStreamService::service_full_name(), kMethod,
                                 ids, Deadline());
    if (!recorded.ok()) return recorded;
    for (const auto* record : shown) {
      if (!Send(record->position, &record->event)) return writer.End();
    }
    came = !page->events.empty();
    if (came) cursor = page->events.back().position;
    return absl::OkStatus();
  }

  EventRepository& events;
  ExportRepository& chain;
  enlace::rpc::Call& call;
  enlace::rpc::StreamWriter<v1::WatchedAuditEvent>& writer;
  const EventFilter& filter;
  absl::Time sent = absl::InfinitePast();
  bool came = false;
};

}  // namespace

absl::Status WatchAuditEvents(EventRepository& events, ExportRepository& chain,
                              const WatchTimes& times, enlace::rpc::Call& call,
                              const v1::WatchAuditEventsRequest& request,
                              enlace::rpc::StreamWriter<v1::WatchedAuditEvent>& writer) {
  std::vector<core::Violation> violations;
  const auto filter = ReadFilter({.resource_type = request.resource_type(),
                                  .actor_id = request.actor_id(),
                                  .action = request.action(),
                                  .event_type = request.event_type()},
                                 violations);
  if (request.has_cursor() && request.cursor() < -1) {
    violations.push_back(core::violation::RangeNegative("cursor"));
  }
  if (!violations.empty()) return core::InvalidFields(std::move(violations));

  Watch watch{events, chain, call, writer, filter};
  const auto cursor = watch.Cursor(request);
  if (!cursor.ok()) return cursor.status();
  auto end = watch.Go(*cursor, times);
  // It has watched for as long as it may.
  const bool all = absl::IsDeadlineExceeded(end) && absl::Now() >= call.deadline();
  return all ? absl::OkStatus() : end;
}

}  // namespace enlace::audit::rpc
