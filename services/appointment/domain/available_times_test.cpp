#include "services/appointment/domain/available_times.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

namespace enlace::appointment {
namespace {

using Drafts = std::vector<AvailableTimeDraft>;

AvailableTimeDraft Hours(std::vector<std::string> days, const std::string& start,
                         const std::string& end, const std::string& from = "",
                         const std::string& to = "") {
  return {.days_of_week = std::move(days),
          .start_time = start,
          .end_time = end,
          .effective_from = from,
          .effective_to = to};
}

std::vector<std::string> Faults(const Drafts& drafts) {
  std::vector<core::Violation> violations;
  ReadAvailableTimes(drafts, "t", violations);
  std::vector<std::string> found;
  for (const auto& violation : violations) {
    found.push_back(violation.field + " " + violation.reason);
  }
  return found;
}

using Names = std::vector<std::string>;

TEST_CASE("weekly hours are read, their days in the order of the week") {
  std::vector<core::Violation> violations;
  auto draft = Hours({"SUN", "MON", "WED"}, "07:30", "24:00", "2026-01-01", "2026-12-31");
  draft.on_holidays = true;
  const auto times = ReadAvailableTimes({draft}, "t", violations);
  REQUIRE(violations.empty());
  REQUIRE(times.size() == 1);
  CHECK(times[0].days == std::vector<absl::Weekday>{absl::Weekday::monday, absl::Weekday::wednesday,
                                                    absl::Weekday::sunday});
  CHECK(times[0].start == 450);
  CHECK(times[0].end == 1440);
  CHECK(times[0].effective_from == absl::CivilDay(2026, 1, 1));
  CHECK(times[0].effective_to == absl::CivilDay(2026, 12, 31));
  CHECK(times[0].on_holidays);
}

TEST_CASE("all faults of all entries are named at once") {
  CHECK(Faults({Hours({}, "", ""),
                Hours({"MON", "LUN", "MON"}, "8:00", "12:60", "2026-02-30", "01/01/2027"),
                Hours({"TUE"}, "12:00", "12:00", "2026-02-01", "2026-01-31"),
                Hours({"WED"}, "24:00", "24:01")}) ==
        Names{"t[0].daysOfWeek REQUIRED", "t[0].startTime REQUIRED", "t[0].endTime REQUIRED",
              "t[1].daysOfWeek[1] ENUM_VALUE", "t[1].daysOfWeek[2] REPEATED",
              "t[1].startTime TIME_OF_DAY", "t[1].endTime TIME_OF_DAY",
              "t[1].effectiveFrom DATE_FORMAT", "t[1].effectiveTo DATE_FORMAT",
              "t[2].endTime TIME_ORDER", "t[2].effectiveTo DATE_ORDER",
              "t[3].startTime TIME_OF_DAY", "t[3].endTime TIME_OF_DAY"});
}

TEST_CASE("lists have a limit") {
  CHECK(Faults(Drafts(51, Hours({"MON"}, "08:00", "12:00"))) == Names{"t LIST_LENGTH"});
  CHECK(Faults({Hours(Names(8, "MON"), "08:00", "12:00")}) == Names{"t[0].daysOfWeek LIST_LENGTH"});
}

TEST_CASE("what can be a time of day is one") {
  for (const char* text : {"00:00", "08:05", "23:59", "24:00"}) {
    CHECK(FormatMinute(ParseMinute(text).value()) == text);
  }
  for (const char* text : {"", "8:00", "08:60", "24:01", "25:00", "08:00:00", "0800", "-1:00",
                           "08-00", "+8:00", "08:0 ", "８:00"}) {
    CHECK(!ParseMinute(text));
  }
}

TEST_CASE("entries may touch, and share times on other days or dates") {
  CHECK(Faults({Hours({"MON"}, "08:00", "12:00"), Hours({"MON"}, "12:00", "18:00"),
                Hours({"TUE"}, "08:00", "18:00")})
            .empty());
  CHECK(Faults({Hours({"MON"}, "08:00", "12:00", "", "2026-06-30"),
                Hours({"MON"}, "08:00", "12:00", "2026-07-01")})
            .empty());
  // Both are in effect from Tuesday 2026-06-30 to Sunday 2026-07-05: no Monday.
  CHECK(Faults({Hours({"MON"}, "08:00", "12:00", "", "2026-07-05"),
                Hours({"MON"}, "08:00", "12:00", "2026-06-30")})
            .empty());
}

TEST_CASE("an entry that overlaps an earlier one on a common day is refused") {
  CHECK(Faults({Hours({"MON", "TUE"}, "08:00", "12:00"), Hours({"WED"}, "08:00", "12:00"),
                Hours({"TUE", "WED"}, "11:59", "13:00")}) == Names{"t[2] HOURS_OVERLAP"});
  CHECK(Faults({Hours({"MON"}, "08:00", "12:00", "", "2026-07-06"),
                Hours({"MON"}, "08:00", "12:00", "2026-06-30")}) == Names{"t[1] HOURS_OVERLAP"});
  CHECK(Faults({Hours({"SUN"}, "08:00", "12:00", "2026-01-01"),
                Hours({"SUN"}, "09:00", "10:00", "", "2030-01-01")}) ==
        Names{"t[1] HOURS_OVERLAP"});
}

}  // namespace
}  // namespace enlace::appointment
