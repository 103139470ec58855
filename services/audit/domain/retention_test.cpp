#include "services/audit/domain/retention.h"

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "services/audit/domain/retention_event.h"
#include "services/audit/testing/events.h"

namespace enlace::audit {
namespace {

absl::Time At(const std::string& text) {
  absl::Time time;
  std::string error;
  REQUIRE(absl::ParseTime(absl::RFC3339_full, text, &time, &error));
  return time;
}

TEST_CASE("who chose nothing keeps records for six years") {
  const auto retention = RetentionAt({}, testing::Morning());
  CHECK(retention.years == 6);
  CHECK_FALSE(retention.effective_from);
  CHECK_FALSE(retention.next);
}

TEST_CASE("records are kept for 6, 10, 15 or 30 years") {
  CHECK(kRetentionYears == std::array{6, 10, 15, 30});
}

TEST_CASE("a choice holds from its moment on") {
  const std::vector<RetentionChoice> choices = {{10, At("2026-12-01T00:00:00Z")},
                                                {30, At("2027-01-05T00:00:00Z")}};
  struct Case {
    std::string now;
    int years;
    int next;
  };
  for (const auto& c :
       {Case{"2026-11-30T23:59:59.999999Z", 6, 30}, Case{"2026-12-01T00:00:00Z", 10, 30},
        Case{"2027-01-04T12:00:00Z", 10, 30}, Case{"2027-01-05T00:00:00Z", 30, 0}}) {
    CAPTURE(c.now);
    const auto retention = RetentionAt(choices, At(c.now));
    CHECK(retention.years == c.years);
    CHECK(retention.effective_from.has_value() == (c.years > 6));
    CHECK((retention.next ? retention.next->years : 0) == c.next);
  }
}

TEST_CASE("a choice begins with a day, an hour away at least") {
  struct Case {
    std::string now, from;
  };
  for (const auto& c : {Case{"2026-11-29T00:00:00Z", "2026-11-30T00:00:00Z"},
                        Case{"2026-11-29T22:59:59Z", "2026-11-30T00:00:00Z"},
                        Case{"2026-11-29T23:00:00Z", "2026-12-01T00:00:00Z"},
                        Case{"2026-11-29T23:59:59Z", "2026-12-01T00:00:00Z"}}) {
    CAPTURE(c.now);
    const auto choice = Lengthen({}, 10, At(c.now));
    REQUIRE(choice.ok());
    REQUIRE(choice->has_value());
    CHECK((*choice)->effective_from == At(c.from));
    CHECK((*choice)->years == 10);
  }
}

TEST_CASE("a second choice of one day follows the first") {
  const auto choice = Lengthen({{10, At("2026-11-30T00:00:00Z")}}, 15, At("2026-11-29T12:00:00Z"));
  REQUIRE(choice.ok());
  REQUIRE(choice->has_value());
  CHECK((*choice)->effective_from == At("2026-12-01T00:00:00Z"));
}

TEST_CASE("what is kept is kept: a shorter time is refused, and the same one is no choice") {
  const auto now = testing::Morning();
  const std::vector<RetentionChoice> ten = {{10, now + absl::Hours(14)}};
  const auto shorter = Lengthen(ten, 6, now);
  CHECK(absl::IsFailedPrecondition(shorter.status()));
  CHECK(core::DetailsOf(shorter.status()).reason == core::reason::kRetentionShorter);
  for (const auto& same : {Lengthen(ten, 10, now), Lengthen({}, 6, now)}) {
    REQUIRE(same.ok());
    CHECK_FALSE(same->has_value());
  }
}

TEST_CASE("the event of a choice says what was and what will be, and counts the choices") {
  const core::Ulid tenant = testing::NewId();
  const auto now = At("2026-11-29T12:00:00Z");
  const RetentionChoice first{10, At("2026-11-30T00:00:00Z")};
  const auto event = EventOf(first, {}, testing::ContextOf(tenant), now);
  CHECK(event.event_type == "WRITE");
  CHECK(event.action == "UPDATE");
  CHECK(event.resource_type == "AuditRetention");
  CHECK(event.resource_ids == std::vector{tenant});
  CHECK(event.resource_version == 1);
  CHECK(event.occurred_at == now);
  CHECK(event.actor.id == "relay");
  CHECK(event.success);
  CHECK(event.before_json == R"({"years": 6})");
  CHECK(event.after_json == R"({"years": 10, "effective_from": "2026-11-30T00:00:00Z"})");

  const auto second =
      EventOf({30, At("2026-12-01T00:00:00Z")}, {first}, testing::ContextOf(tenant), now);
  CHECK(second.resource_version == 2);
  CHECK(second.before_json == event.after_json);
}

}  // namespace
}  // namespace enlace::audit
