#include "libs/clinical/rfc3339.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

namespace enlace::clinical {
namespace {

TEST_CASE("a time with offset is read as its instant") {
  std::vector<core::Violation> violations;
  const auto bogota = ReadTime("2026-12-01T09:00:00-05:00", "startAppointment", violations);
  const auto utc = ReadTime(" 2026-12-01t14:00:00.000000z ", "startAppointment", violations);
  REQUIRE(bogota);
  CHECK(bogota == utc);
  const auto fraction = ReadTime("2026-12-01T14:00:00.25+00:00", "startAppointment", violations);
  CHECK(*fraction - *utc == absl::Milliseconds(250));
  const auto finer = ReadTime("2026-12-01T14:00:00.123456789Z", "startAppointment", violations);
  CHECK(*finer - *utc == absl::Microseconds(123'456));
  CHECK(violations.empty());
}

TEST_CASE("other times are refused with the reason and an example") {
  const struct {
    const char* text;
    const char* reason;
  } cases[] = {
      {"2026-12-01T09:00:00+14:00", ""},
      {"1900-01-01T00:00:00Z", ""},
      {"2200-12-31T23:59:59.999999Z", ""},
      {"2026-12-01T09:00:00-14:00", ""},
      {"2026-12-01T09:00:00-14:01", "TIME_RANGE"},
      {"2026-12-01T09:00:00", "TIME_OFFSET_MISSING"},
      {"2026-12-01T09:00:00.123", "TIME_OFFSET_MISSING"},
      {"2026-12-01T09:00:00+14:01", "TIME_RANGE"},
      {"1899-12-31T23:59:59Z", "TIME_RANGE"},
      {"1900-01-01T00:00:00+01:00", "TIME_RANGE"},
      {"2201-01-01T00:00:00Z", "TIME_RANGE"},
      {"", "TIME_FORMAT"},
      {"2026-12-01", "TIME_FORMAT"},
      {"2026-12-01 09:00:00Z", "TIME_FORMAT"},
      {"2026-12-01T09:00Z", "TIME_FORMAT"},
      {"2026-12-01T09:00:60Z", "TIME_FORMAT"},
      {"2026-12-01T24:00:00Z", "TIME_FORMAT"},
      {"2026-02-30T09:00:00Z", "TIME_FORMAT"},
      {"2026-12-01T09:00:00.Z", "TIME_FORMAT"},
      {"2026-12-01T09:00:00-0500", "TIME_FORMAT"},
      {"2026-12-01T09:00:00-05", "TIME_FORMAT"},
      {"2026-12-01T09:00:00-05:60", "TIME_FORMAT"},
      {"2026-12-01T09:00:00Zulu", "TIME_FORMAT"},
      {"2026-12-01T9:00:00Z", "TIME_FORMAT"},
      {"tomorrow at nine o'clock", "TIME_FORMAT"},
      {"1764597600", "TIME_FORMAT"},
  };
  for (const auto& item : cases) {
    INFO(item.text);
    std::vector<core::Violation> violations;
    const auto time = ReadTime(item.text, "startAppointment", violations);
    CHECK(time.has_value() == std::string(item.reason).empty());
    CHECK((violations.empty() ? "" : violations[0].reason) == item.reason);
    if (!violations.empty()) {
      CHECK(violations[0].message.find("2026-12-01T09:00:00-05:00") != std::string::npos);
    }
  }
}

}  // namespace
}  // namespace enlace::clinical
