#pragma once

#include <vector>

#include "libs/refusals/refusal.h"
#include "services/audit/domain/event_repository.h"

namespace enlace::audit {

// What this service refuses needs no outbox, because it keeps the events.
class OwnRefusals final : public refusals::RefusalStore {
 public:
  // `events` must outlive it.
  explicit OwnRefusals(EventRepository& events) : events_(events) {}

  absl::Status Store(const std::vector<refusals::Refusal>& refusals, absl::Time deadline) override;

 private:
  EventRepository& events_;
};

}  // namespace enlace::audit
