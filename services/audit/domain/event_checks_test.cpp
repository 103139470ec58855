#include "services/audit/domain/event_checks.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <functional>

#include "services/audit/testing/events.h"

namespace enlace::audit {
namespace {

std::vector<core::Violation> Faults(const AuditEvent& event) {
  std::vector<core::Violation> violations;
  CheckEvent(event, "events[3]", violations);
  return violations;
}

TEST_CASE("events as relays send them pass") {
  CHECK(Faults(testing::Write()).empty());
  CHECK(Faults(testing::Access(0)).empty());
  CHECK(Faults(testing::Access(200)).empty());
  CHECK(Faults(testing::Refusal()).empty());
}

TEST_CASE("a kind of resource that is not known here yet does not stop a relay") {
  auto event = testing::Write();
  event.resource_type = "Invoice2";
  CHECK(Faults(event).empty());
}

struct Fault {
  std::string field;
  std::function<void(AuditEvent&)> plant;
};

TEST_CASE("a malformed event is named by its place and field") {
  const auto fault = GENERATE(
      Fault{"events[3].occurredAt", [](auto& e) { e.occurred_at = absl::InfinitePast(); }},
      Fault{"events[3].occurredAt", [](auto& e) { e.occurred_at = absl::FromUnixSeconds(1e11); }},
      Fault{"events[3].eventType", [](auto& e) { e.event_type = "LOGIN"; }},
      Fault{"events[3].eventType", [](auto& e) { e.event_type = "RETENTION"; }},
      Fault{"events[3].action", [](auto& e) { e.action = "PATCH"; }},
      Fault{"events[3].reason", [](auto& e) { e.reason = "it's \n wrong"; }},
      Fault{"events[3].calls", [](auto& e) { e.calls = 0; }},
      Fault{"events[3].resourceType", [](auto& e) { e.resource_type = ""; }},
      Fault{"events[3].resourceType", [](auto& e) { e.resource_type = "Pa tient"; }},
      Fault{"events[3].resourceIds",
            [](auto& e) {
              e = testing::Access(1);
              e.resource_ids.assign(kMaxResourceIds + 1, e.resource_ids[0]);
            }},
      Fault{"events[3].resourceId", [](auto& e) { e.resource_ids.clear(); }},
      Fault{"events[3].resourceId", [](auto& e) { e.resource_ids.push_back(e.id); }},
      Fault{"events[3].resourceVersion", [](auto& e) { e.resource_version = -1; }},
      Fault{"events[3].actor.id", [](auto& e) { e.actor.id = std::string(1, '\0'); }},
      Fault{"events[3].userAgent", [](auto& e) { e.user_agent.assign(kMaxText + 1, 'x'); }},
      Fault{"events[3].beforeJson", [](auto& e) { e.before_json = "[]"; }},
      Fault{"events[3].afterJson", [](auto& e) { e.after_json = "{"; }});
  CAPTURE(fault.field);
  auto event = testing::Write();
  fault.plant(event);

  const auto faults = Faults(event);

  REQUIRE(faults.size() == 1);
  CHECK(faults[0].field == fault.field);
  CHECK_FALSE(faults[0].message.empty());
}

TEST_CASE("all faults of an event are named at once") {
  auto event = testing::Write();
  event.action = "patch";
  event.event_type = "write";
  CHECK(Faults(event).size() == 2);
}

}  // namespace
}  // namespace enlace::audit
