#include "libs/core/time_zone.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

namespace enlace::core {
namespace {

struct Moment {
  const char* utc;
  const char* zone;
  const char* local;
};

TEST_CASE("a time is shown on the clocks of its site") {
  const auto moment = GENERATE(values<Moment>({
      {"2026-12-01T14:00:00Z", "America/Bogota", "2026-12-01T09:00:00-05:00"},
      {"2026-12-01T14:00:00.25Z", "UTC", "2026-12-01T14:00:00.25+00:00"},
      // New York's clocks go forward on 8 March 2026 at 2:00 and back on 1 November 2026 at 2:00.
      {"2026-03-08T06:59:59Z", "America/New_York", "2026-03-08T01:59:59-05:00"},
      {"2026-03-08T07:00:00Z", "America/New_York", "2026-03-08T03:00:00-04:00"},
      {"2026-11-01T05:30:00Z", "America/New_York", "2026-11-01T01:30:00-04:00"},
      {"2026-11-01T06:30:00Z", "America/New_York", "2026-11-01T01:30:00-05:00"},
      {"2026-06-01T12:00:00Z", "Asia/Kathmandu", "2026-06-01T17:45:00+05:45"},
      {"2026-06-01T12:00:00Z", "Nowhere/AtAll", "2026-06-01T12:00:00+00:00"},
  }));
  absl::Time time;
  std::string error;
  REQUIRE(absl::ParseTime(absl::RFC3339_full, moment.utc, &time, &error));
  CHECK(FormatLocal(time, moment.zone) == moment.local);
}

TEST_CASE("only names of the IANA database are time zones") {
  for (const auto* name : {"America/Bogota", "America/Lima", "America/New_York", "UTC",
                           "America/Argentina/Buenos_Aires", "Etc/GMT+5"}) {
    INFO(name);
    CHECK(IsTimeZone(name));
  }
  for (const auto* name :
       {"", "Bogota", "america/bogota", "localtime", "posixrules", "Fixed/UTC+05:00:00", "UTC+5",
        "/etc/localtime", "/usr/share/zoneinfo/UTC", "../zoneinfo/UTC", "America/../UTC", "America",
        "America/Bogota ", "file:UTC"}) {
    INFO(name);
    CHECK_FALSE(IsTimeZone(name));
  }
}

}  // namespace
}  // namespace enlace::core
