#include "services/appointment/domain/day_part.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::appointment {

TEST_CASE("parts of the day are read as they are written") {
  for (const char* name : {"MORNING", "AFTERNOON", "EVENING"}) {
    const auto part = ParseDayPart(name);
    REQUIRE(part);
    CHECK(DayPartName(*part) == name);
  }
  CHECK_FALSE(ParseDayPart(""));
  CHECK_FALSE(ParseDayPart("NIGHT"));
  CHECK_FALSE(DayPartName(DayPart()));
}

}  // namespace enlace::appointment
