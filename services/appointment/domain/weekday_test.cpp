#include "services/appointment/domain/weekday.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::appointment {

TEST_CASE("days of the week go by the names of the API") {
  CHECK(ParseWeekday("MON") == absl::Weekday::monday);
  CHECK(ParseWeekday("SUN") == absl::Weekday::sunday);
  CHECK_FALSE(ParseWeekday("mon"));
  CHECK(WeekdayName(absl::Weekday::wednesday) == "WED");
}

TEST_CASE("several days are read back in the order of the week") {
  CHECK(WeekdayNames(ParseWeekdays({"SUN", "MON", "SAT"})) ==
        std::vector<std::string>{"MON", "SAT", "SUN"});
  CHECK(WeekdayNames(ParseWeekdays({"NONE"})).empty());
}

}  // namespace enlace::appointment
