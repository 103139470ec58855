#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "libs/db/context.h"
#include "libs/rpc/call.h"
#include "libs/rpc/page.h"
#include "services/audit/domain/event_repository.h"
#include "services/audit/rpc/event_message.h"

namespace enlace::audit::rpc {

// What the caller may see of people in the events.
PersonalData ShownTo(const enlace::rpc::Call& call);

// Who looks at the audit looks at personal data: that is an event too. It needs no outbox, because
// this service keeps the events. `method`: "ListAuditEvents", of the service `service`. When it
// fails, nothing of `shown` may leave. Of no events there is no record.
absl::Status RecordAccess(EventRepository& events, enlace::rpc::Call& call,
                          std::string_view service, std::string_view method,
                          const std::vector<core::Ulid>& shown, absl::Time deadline);

// Where the page of a list of events begins; a token that is none is a violation.
std::optional<EventCursor> CursorOf(const enlace::rpc::Page& page,
                                    std::vector<core::Violation>& violations);

std::vector<core::Ulid> IdsOf(const std::vector<AuditEvent>& events);

}  // namespace enlace::audit::rpc
