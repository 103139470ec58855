#include "services/auth/domain/usage_service.h"

#include <catch2/catch_test_macros.hpp>

#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/testing/fake_clock.h"

namespace enlace::auth {
namespace {

// Answers that many calls, and as many created, on the first of the days, and one more on each next
// one.
class Owner final : public UsageOwner {
 public:
  explicit Owner(std::int64_t first) : first_(first) {}
  absl::StatusOr<std::vector<ServiceDay>> Count(const UsageQuestion& question) override {
    asked = question;
    if (down) return core::refusal::Unavailable();
    std::vector<ServiceDay> days;
    for (auto day = question.from; day <= question.to; ++day) {
      const auto number = first_ + (day - question.from);
      days.push_back({number, number * 10});
    }
    return days;
  }
  UsageQuestion asked;
  bool down = false;

 private:
  const std::int64_t first_;
};

struct Fixture {
  // In Bogota it is still the day before.
  testing::FakeClock clock{
      absl::FromCivil(absl::CivilSecond(2026, 12, 2, 3, 0, 0), absl::UTCTimeZone())};
  UsageService usage{clock};
  Owner auth{1}, patient{2}, appointment{3}, audit{4};

  absl::StatusOr<UsageFigures> Get(const std::string& from, const std::string& to) {
    return usage.Get(
        {.time_zone = "America/Bogota"}, from, to,
        {.auth = auth, .patient = patient, .appointment = appointment, .audit = audit});
  }
  // field REASON
  std::string Violation(const std::string& from, const std::string& to) {
    const auto figures = Get(from, to);
    if (figures.ok()) return "";
    const auto violations = core::DetailsOf(figures.status()).violations;
    return violations.size() == 1 ? violations[0].field + " " + violations[0].reason : "several";
  }
};

TEST_CASE("usage is the sum of what all services count, by day and in all") {
  Fixture f;
  const auto figures = f.Get("2026-11-30", "2026-12-01");
  REQUIRE(figures.ok());
  CHECK(figures->time_zone == "America/Bogota");
  CHECK(figures->first == absl::CivilDay(2026, 11, 30));
  REQUIRE(figures->days.size() == 2);
  CHECK(figures->days[0].requests == 10);
  CHECK(figures->days[0].messages == 10);
  CHECK(figures->days[0].patients == 20);
  CHECK(figures->days[0].appointments == 30);
  CHECK(figures->days[1].requests == 14);
  CHECK(figures->totals.requests == 24);
  CHECK(figures->totals.messages == 30);
  CHECK(figures->totals.patients == 50);
  CHECK(figures->totals.appointments == 70);
}

TEST_CASE("without a period it is the last thirty days of the tenant's own clocks") {
  Fixture f;
  CHECK(f.Get("", "")->days.size() == 30);
  CHECK(f.audit.asked.from == absl::CivilDay(2026, 11, 2));
  CHECK(f.audit.asked.to == absl::CivilDay(2026, 12, 1));
  CHECK(f.Get("", "2026-10-30")->first == absl::CivilDay(2026, 10, 1));
  CHECK(f.Get("2026-11-30", "")->days.size() == 2);
  CHECK(f.Get("2026-09-01", "")->days.size() == 92);
}

TEST_CASE("days that are none, to come, in the wrong order or too far apart are refused") {
  Fixture f;
  CHECK(f.Violation("2026-02-30", "") == "from DATE_FORMAT");
  CHECK(f.Violation("", "yesterday") == "to DATE_FORMAT");
  CHECK(f.Violation("", "2026-12-02") == "to DATE_RANGE");
  CHECK(f.Violation("2026-12-02", "") == "from DATE_RANGE");
  CHECK(f.Violation("2026-11-02", "2026-11-01") == "to DATE_ORDER");
  CHECK(f.Violation("2026-08-31", "") == "from DATE_RANGE");
  CHECK(f.Violation("x", "x") == "several");
}

TEST_CASE("without one of the services there is no half answer") {
  Fixture f;
  for (auto* owner : {&f.auth, &f.patient, &f.appointment, &f.audit}) {
    owner->down = true;
    CHECK(absl::IsUnavailable(f.Get("", "").status()));
    owner->down = false;
  }
}

}  // namespace
}  // namespace enlace::auth
