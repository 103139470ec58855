#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/db/context.h"
#include "services/audit/domain/audit_event.h"
#include "services/audit/domain/event_cursor.h"
#include "services/audit/domain/event_filter.h"

namespace enlace::audit {

struct EventPage {
  // Newest first.
  std::vector<AuditEvent> events;
  // Whether older ones follow.
  bool more = false;
};

// Where events are kept, one tenant at a time. Thread-safe; may block until `deadline`. Errors are
// those of libs/db/database.h.
class EventRepository {
 public:
  virtual ~EventRepository() = default;

  // Keeps the events under the context's tenant, all or none, their personal data sealed. An event
  // that is kept already stays as it is. Returns how many are new.
  virtual absl::StatusOr<std::int64_t> Store(const db::TenantContext& context,
                                             std::vector<AuditEvent> events,
                                             absl::Time deadline) = 0;

  // The tenant's newest events that meet `filter` and are older than `after`: at most `size`, fewer
  // when their rows would make the answer too large (kMaxPageBytes), but at least one if any.
  static constexpr std::int64_t kMaxPageBytes = 768 * 1024;
  virtual absl::StatusOr<EventPage> List(const db::TenantContext& context,
                                         const EventFilter& filter,
                                         const std::optional<EventCursor>& after, int size,
                                         absl::Time deadline) = 0;

  // Destroys the key under which the person's data is sealed, and keeps `record` of that: both or
  // neither. What is being stored meanwhile may go with it; what comes later is new data under a
  // new key. NOT_FOUND for who has no key, and for the tenant itself.
  virtual absl::Status ErasePerson(const db::TenantContext& context, const core::Ulid& person_id,
                                   AuditEvent record, absl::Time deadline) = 0;
};

}  // namespace enlace::audit
