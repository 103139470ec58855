#include "libs/core/spoken.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::core {
namespace {

absl::Time At(std::string_view text) {
  absl::Time time;
  REQUIRE(absl::ParseTime(absl::RFC3339_full, std::string(text), &time, nullptr));
  return time;
}

TEST_CASE("a time is said as a person says it, in both languages") {
  const struct {
    const char* time;
    const char* spanish;
    const char* english;
  } cases[] = {
      {"2026-12-01T09:00:00-05:00", "martes 1 de diciembre a las 9:00 de la mañana",
       "Tuesday, December 1 at 9:00 in the morning"},
      {"2026-11-30T23:05:59-05:00", "lunes 30 de noviembre a las 11:05 de la noche",
       "Monday, November 30 at 11:05 in the evening"},
      {"2026-02-28T13:30:00-05:00", "sábado 28 de febrero a la 1:30 de la tarde",
       "Saturday, February 28 at 1:30 in the afternoon"},
      {"2026-03-04T12:00:00-05:00", "miércoles 4 de marzo a las 12:00 del mediodía",
       "Wednesday, March 4 at 12:00 in the afternoon"},
      {"2026-03-05T00:15:00-05:00", "jueves 5 de marzo a las 12:15 de la noche",
       "Thursday, March 5 at 12:15 at night"},
      {"2026-03-06T01:00:00-05:00", "viernes 6 de marzo a la 1:00 de la mañana",
       "Friday, March 6 at 1:00 in the morning"},
      {"2026-03-08T18:59:00-05:00", "domingo 8 de marzo a las 6:59 de la tarde",
       "Sunday, March 8 at 6:59 in the afternoon"},
      {"2026-03-08T19:00:00-05:00", "domingo 8 de marzo a las 7:00 de la noche",
       "Sunday, March 8 at 7:00 in the evening"},
  };
  for (const auto& item : cases) {
    CHECK(SpokenTime(At(item.time), "America/Bogota", Language::kSpanish) == item.spanish);
    CHECK(SpokenTime(At(item.time), "America/Bogota", Language::kEnglish) == item.english);
  }
}

TEST_CASE("the day and the hour are those of the zone") {
  const auto time = At("2026-12-01T02:00:00Z");
  CHECK(SpokenTime(time, "America/Bogota", Language::kEnglish) ==
        "Monday, November 30 at 9:00 in the evening");
  CHECK(SpokenTime(time, "Europe/Madrid", Language::kEnglish) ==
        "Tuesday, December 1 at 3:00 in the morning");
  CHECK(SpokenTime(time, "Nowhere/Gone", Language::kEnglish) ==
        "Tuesday, December 1 at 2:00 in the morning");
}

}  // namespace
}  // namespace enlace::core
