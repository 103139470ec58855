#include "services/audit/domain/event_match.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "services/audit/testing/events.h"

namespace enlace::audit {
namespace {

using testing::Morning;

AuditEvent Event() {
  auto event = testing::Access(2);
  event.reason = "TREAT";
  event.success = true;
  return event;
}

TEST_CASE("no condition is met by every event") {
  CHECK(Matches({}, testing::Write()));
  CHECK(Matches({}, testing::Refusal()));
}

TEST_CASE("an event meets all that it is asked for") {
  const auto event = Event();
  CHECK(Matches({.resource_type = event.resource_type,
                 .resource_id = event.resource_ids[1],
                 .actor_id = event.actor.id,
                 .action = event.action,
                 .event_type = event.event_type,
                 .request_id = event.request_id,
                 .from = Morning(),
                 .to = Morning() + absl::Microseconds(1),
                 .reason = "TREAT",
                 .success = true},
                event));
}

TEST_CASE("one condition that is not met is enough") {
  const auto filter = GENERATE(
      EventFilter{.resource_type = "Appointment"}, EventFilter{.resource_id = testing::NewId()},
      EventFilter{.actor_id = "another"}, EventFilter{.action = "READ"},
      EventFilter{.event_type = "WRITE"}, EventFilter{.request_id = "another"},
      EventFilter{.from = Morning() + absl::Microseconds(1)}, EventFilter{.to = Morning()},
      EventFilter{.reason = "ETREAT"}, EventFilter{.success = false});
  CHECK_FALSE(Matches(filter, Event()));
}

}  // namespace
}  // namespace enlace::audit
