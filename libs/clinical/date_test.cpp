#include "libs/clinical/date.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::clinical {
namespace {

class FixedClock final : public core::Clock {
 public:
  explicit FixedClock(absl::Time now) : now_(now) {}
  absl::Time Now() const override { return now_; }

 private:
  absl::Time now_;
};

constexpr absl::CivilDay kToday(2026, 11, 21);

TEST_CASE("dates are read strictly and must exist") {
  const struct {
    const char* text;
    const char* reason;
  } cases[] = {
      {"1990-04-12", ""},
      {" 1990-04-12 ", ""},
      {"1900-01-01", ""},
      {"2024-02-29", ""},
      {"2026-11-21", ""},
      {"2026-11-22", "DATE_RANGE"},
      {"1899-12-31", "DATE_RANGE"},
      {"2023-02-29", "DATE_FORMAT"},
      {"2023-13-01", "DATE_FORMAT"},
      {"2023-00-10", "DATE_FORMAT"},
      {"2023-04-31", "DATE_FORMAT"},
      {"12/04/1990", "DATE_FORMAT"},
      {"1990-4-12", "DATE_FORMAT"},
      {"19900412", "DATE_FORMAT"},
      {"1990-04-12T00:00:00Z", "DATE_FORMAT"},
      {"", "DATE_FORMAT"},
      {"-990-04-12", "DATE_FORMAT"},
      {"1990-04-1x", "DATE_FORMAT"},
  };
  for (const auto& item : cases) {
    INFO(item.text);
    std::vector<core::Violation> violations;
    const auto day = ReadDate(item.text, "birthDate", kToday, violations);
    CHECK(day.has_value() == (std::string(item.reason).empty()));
    CHECK((violations.empty() ? "" : violations[0].reason) == item.reason);
  }
}

TEST_CASE("a day is written as it was read") {
  CHECK(FormatDate(*ParseDate("1990-04-02")) == "1990-04-02");
}

TEST_CASE("today is the day of the place") {
  const FixedClock clock(
      absl::FromCivil(absl::CivilSecond(2026, 11, 22, 3, 0, 0), absl::UTCTimeZone()));
  CHECK(Today(clock, "America/Bogota") == kToday);
  CHECK(Today(clock, "") == kToday + 1);
  CHECK(Today(clock, "No/Where") == kToday + 1);
}

}  // namespace
}  // namespace enlace::clinical
