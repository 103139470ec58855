#include "services/appointment/domain/site_clock.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

#include "libs/core/time_zone.h"

namespace enlace::appointment {
namespace {

UnixSeconds At(const char* rfc3339) {
  absl::Time time;
  std::string error;
  REQUIRE(absl::ParseTime(absl::RFC3339_full, rfc3339, &time, &error));
  return absl::ToUnixSeconds(time);
}

std::string Text(const std::vector<Span>& spans) {
  std::string text;
  for (const auto& span : spans) {
    if (!text.empty()) text += ", ";
    for (const auto time : {span.start, span.end}) {
      text += absl::FormatTime(time == span.start ? "%m-%dT%H:%M/" : "%m-%dT%H:%M",
                               absl::FromUnixSeconds(time), absl::UTCTimeZone());
    }
  }
  return text;
}

TEST_CASE("hours are what the site's clocks show") {
  struct Case {
    const char* what;
    const char* zone;
    const char* day;
    int start, end;
    const char* utc;
  };
  const auto c = GENERATE(
      Case{"no changes of the clocks", "America/Bogota", "2026-12-01", 480, 720,
           "12-01T13:00/12-01T17:00"},
      Case{"the whole day", "America/Bogota", "2026-12-01", 0, 1440, "12-01T05:00/12-02T05:00"},
      Case{"north, the day before the gap", "America/New_York", "2026-03-07", 480, 720,
           "03-07T13:00/03-07T17:00"},
      Case{"north, the day of the gap", "America/New_York", "2026-03-08", 480, 720,
           "03-08T12:00/03-08T16:00"},
      Case{"within the gap", "America/New_York", "2026-03-08", 120, 180, ""},
      Case{"into the gap", "America/New_York", "2026-03-08", 90, 150, "03-08T06:30/03-08T07:00"},
      Case{"out of the gap", "America/New_York", "2026-03-08", 150, 240, "03-08T07:00/03-08T08:00"},
      Case{"across the gap", "America/New_York", "2026-03-08", 60, 240, "03-08T06:00/03-08T08:00"},
      Case{"a day of 23 hours", "America/New_York", "2026-03-08", 0, 1440,
           "03-08T05:00/03-09T04:00"},
      Case{"north, the day of the overlap", "America/New_York", "2026-11-01", 480, 720,
           "11-01T13:00/11-01T17:00"},
      Case{"within the overlap: both times", "America/New_York", "2026-11-01", 75, 105,
           "11-01T05:15/11-01T05:45, 11-01T06:15/11-01T06:45"},
      Case{"across the overlap", "America/New_York", "2026-11-01", 0, 180,
           "11-01T04:00/11-01T08:00"},
      Case{"south, the gap at midnight", "America/Santiago", "2026-09-06", 0, 120,
           "09-06T04:00/09-06T05:00"},
      Case{"south, the overlap before midnight", "America/Santiago", "2026-04-04", 1380, 1440,
           "04-05T02:00/04-05T04:00"},
      Case{"south, after the gap", "Australia/Sydney", "2026-10-04", 480, 720,
           "10-03T21:00/10-04T01:00"},
      Case{"half an hour of summer time", "Australia/Lord_Howe", "2026-10-04", 90, 180,
           "10-03T15:00/10-03T16:00"},
      Case{"a zone that gave summer time up", "America/Mexico_City", "2022-10-30", 480, 720,
           "10-30T14:00/10-30T18:00"},
      Case{"the same day a year later", "America/Mexico_City", "2023-04-03", 480, 720,
           "04-03T14:00/04-03T18:00"},
      Case{"a day that never was", "Pacific/Apia", "2011-12-30", 480, 720, ""});
  const auto zone = core::ZoneOrUtc(c.zone);
  absl::CivilDay day;
  REQUIRE(absl::ParseCivilTime(c.day, &day));
  const auto noon = absl::ToUnixSeconds(absl::FromCivil(absl::CivilSecond(day) + 43'200, zone));
  std::vector<Span> spans;
  SiteClock(zone, noon - 3 * 86'400, noon + 3 * 86'400).AddShown(day, c.start, c.end, spans);
  INFO(c.what);
  CHECK(Text(spans) == c.utc);
}

TEST_CASE("a clock shows what the zone's does, over its changes") {
  const auto* name = GENERATE("America/Bogota", "America/New_York", "America/Santiago",
                              "Australia/Lord_Howe", "Pacific/Apia");
  const auto zone = core::ZoneOrUtc(name);
  const auto from = At("2011-01-01T00:00:00Z");
  const auto to = At("2012-06-01T00:00:00Z");
  const SiteClock clock(zone, from, to);
  for (auto time = from; time < to; time += 1'800) {
    REQUIRE(clock.At(time) == zone.At(absl::FromUnixSeconds(time)).cs);
  }
}

}  // namespace
}  // namespace enlace::appointment
