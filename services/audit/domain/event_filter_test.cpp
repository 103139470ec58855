#include "services/audit/domain/event_filter.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

namespace enlace::audit {
namespace {

TEST_CASE("no condition finds everything") {
  std::vector<core::Violation> violations;
  const auto filter = ReadFilter({}, violations);
  CHECK(violations.empty());
  CHECK_FALSE(filter.resource_type);
  CHECK_FALSE(filter.resource_id);
  CHECK_FALSE(filter.actor_id);
  CHECK_FALSE(filter.action);
  CHECK_FALSE(filter.event_type);
  CHECK_FALSE(filter.request_id);
  CHECK_FALSE(filter.from);
  CHECK_FALSE(filter.to);
  CHECK_FALSE(filter.reason);
  CHECK_FALSE(filter.success);
}

TEST_CASE("every condition is read") {
  std::vector<core::Violation> violations;
  const auto filter = ReadFilter({.resource_type = "Patient",
                                  .resource_id = "01jd8z7k3h0000000000000abc",
                                  .actor_id = "01JD8Z7K3H0000000000000KEY",
                                  .action = "UPDATE",
                                  .event_type = "WRITE",
                                  .request_id = "request.1_a-b",
                                  .from = "2026-11-20T19:00:00-05:00",
                                  .to = "2026-11-21T00:00:00.5Z",
                                  .reason = "SIGN_IN_REFUSED",
                                  .success = false},
                                 violations);
  CHECK(violations.empty());
  CHECK(filter.resource_type == "Patient");
  CHECK(filter.resource_id->ToString() == "01JD8Z7K3H0000000000000ABC");
  CHECK(filter.actor_id == "01JD8Z7K3H0000000000000KEY");
  CHECK(filter.action == "UPDATE");
  CHECK(filter.event_type == "WRITE");
  CHECK(filter.request_id == "request.1_a-b");
  const auto midnight = absl::FromCivil(absl::CivilDay(2026, 11, 21), absl::UTCTimeZone());
  CHECK(filter.from == midnight);
  CHECK(filter.to == midnight + absl::Milliseconds(500));
  CHECK(filter.reason == "SIGN_IN_REFUSED");
  CHECK(filter.success == false);
}

struct Fault {
  FilterTexts texts;
  std::string field;
  std::string reason;
};

TEST_CASE("a condition that no event can meet is refused with its field") {
  // The cases refer to them.
  static const std::string long_id(129, 'a');
  static const std::string long_reason(65, 'A');
  const auto fault = GENERATE_COPY(
      Fault{{.resource_type = "patient"}, "resourceType", "ENUM_VALUE"},
      Fault{{.resource_id = "1032456789"}, "resourceId", "ID_FORMAT"},
      Fault{{.resource_id = "' OR 1=1 --"}, "resourceId", "ID_FORMAT"},
      Fault{{.actor_id = "two words"}, "actorId", "ID_FORMAT"},
      Fault{{.actor_id = long_id}, "actorId", "ID_FORMAT"},
      Fault{{.actor_id = std::string_view("\0", 1)}, "actorId", "ID_FORMAT"},
      Fault{{.action = "create"}, "action", "ENUM_VALUE"},
      Fault{{.event_type = "PATIENT"}, "eventType", "ENUM_VALUE"},
      Fault{{.request_id = "a b"}, "requestId", "ID_FORMAT"},
      Fault{{.reason = long_reason}, "reason", "ID_FORMAT"},
      Fault{{.reason = "not allowed"}, "reason", "ID_FORMAT"},
      Fault{{.from = "2026-11-21"}, "from", "TIME_FORMAT"},
      Fault{{.from = "2026-11-21T10:00:00"}, "from", "TIME_OFFSET_MISSING"},
      Fault{{.to = "1850-01-01T00:00:00Z"}, "to", "TIME_RANGE"},
      Fault{
          {.from = "2026-11-21T10:00:00Z", .to = "2026-11-21T05:00:00-05:00"}, "to", "TIME_ORDER"});
  std::vector<core::Violation> violations;

  ReadFilter(fault.texts, violations);

  REQUIRE(violations.size() == 1);
  CHECK(violations[0].field == fault.field);
  CHECK(violations[0].reason == fault.reason);
}

}  // namespace
}  // namespace enlace::audit
