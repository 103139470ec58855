#include "services/audit/domain/event_match.h"

#include <algorithm>

namespace enlace::audit {

bool Matches(const EventFilter& filter, const AuditEvent& event) {
  const auto is = [](const auto& wanted, const auto& value) { return !wanted || *wanted == value; };
  const auto& ids = event.resource_ids;
  return is(filter.resource_type, event.resource_type) && is(filter.actor_id, event.actor.id) &&
         is(filter.action, event.action) && is(filter.event_type, event.event_type) &&
         is(filter.request_id, event.request_id) && is(filter.reason, event.reason) &&
         is(filter.success, event.success) && (!filter.from || event.occurred_at >= *filter.from) &&
         (!filter.to || event.occurred_at < *filter.to) &&
         (!filter.resource_id ||
          std::find(ids.begin(), ids.end(), *filter.resource_id) != ids.end());
}

}  // namespace enlace::audit
