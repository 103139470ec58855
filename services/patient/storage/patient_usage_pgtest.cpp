#include <string>
#include <vector>

#include "libs/testing/sql.h"
#include "libs/usage/daily_counts.h"
#include "services/patient/storage/patient_fixture.h"
#include "services/patient/storage/patient_statements.h"

namespace enlace::patient::storage {
namespace {

using Numbers = std::vector<std::int64_t>;

absl::Time Utc(absl::CivilSecond time) { return absl::FromCivil(time, absl::UTCTimeZone()); }

struct Fixture : PatientFixture {
  usage::DailyCounts counts{*database, &kCountCreatedPatients};

  Patient RegisterAt(const Caller& caller, absl::Time time) {
    auto patient = PatientOf(caller, std::to_string(++documents));
    patient.id = core::Ulid::Generate(time);
    return Insert(caller, patient);
  }
  Numbers Count(const Caller& caller, absl::CivilDay from, absl::CivilDay to,
                const std::string& zone) {
    const auto days = counts.Count({.tenant_id = caller.context.tenant_id}, {from, to, zone},
                                   absl::Now() + absl::Seconds(20));
    INFO(days.status().ToString());
    REQUIRE(days.ok());
    Numbers created;
    for (const auto& day : *days) created.push_back(day.created);
    return created;
  }

  int documents = 1'000'000;
};

TEST_CASE("a patient belongs to the day of the clinic's own clocks, to the millisecond") {
  Fixture f;
  const auto begin = Utc(absl::CivilSecond(2026, 12, 1, 5, 0, 0));
  for (const auto moment : {begin - absl::Milliseconds(1), begin, begin + absl::Milliseconds(1),
                            begin + absl::Hours(24) - absl::Milliseconds(1),
                            begin + absl::Hours(24), begin + absl::Hours(72)}) {
    f.RegisterAt(f.alpha, moment);
  }
  const absl::CivilDay first(2026, 12, 1);
  CHECK(f.Count(f.alpha, first - 1, first + 2, "America/Bogota") == Numbers{1, 3, 1, 0});
  CHECK(f.Count(f.alpha, first, first, "America/Bogota") == Numbers{3});
  CHECK(f.Count(f.alpha, first, first + 1, "UTC") == Numbers{3, 2});
}

TEST_CASE("days on which the clocks change have 23 and 25 hours") {
  Fixture f;
  // From the first moment of a day in New York on, one at the middle of each of 26 hours.
  const auto each_hour = [&](absl::CivilSecond begin) {
    for (int hour = 0; hour < 26; ++hour) {
      f.RegisterAt(f.alpha, Utc(begin) + absl::Hours(hour) + absl::Minutes(30));
    }
  };
  each_hour(absl::CivilSecond(2026, 3, 8, 5, 0, 0));
  CHECK(f.Count(f.alpha, absl::CivilDay(2026, 3, 7), absl::CivilDay(2026, 3, 9),
                "America/New_York") == Numbers{0, 23, 3});
  each_hour(absl::CivilSecond(2026, 11, 1, 4, 0, 0));
  CHECK(f.Count(f.alpha, absl::CivilDay(2026, 10, 31), absl::CivilDay(2026, 11, 2),
                "America/New_York") == Numbers{0, 25, 1});
}

TEST_CASE("a deleted patient was registered all the same, and another tenant's was not") {
  Fixture f;
  const auto noon = Utc(absl::CivilSecond(2026, 12, 1, 17, 0, 0));
  f.RegisterAt(f.alpha, noon);
  f.RegisterAt(f.beta, noon);
  testing::RunSql(f.server.AdminUrl(),
                  "UPDATE patients SET deleted_at = now() WHERE id = $1"
                  " AND set_config('app.actor_id', 'test', true) <> ''",
                  db::Params().Id(f.RegisterAt(f.alpha, noon).id));
  const absl::CivilDay day(2026, 12, 1);
  CHECK(f.Count(f.alpha, day, day, "America/Bogota") == Numbers{2});
  CHECK(f.Count(f.beta, day, day, "America/Bogota") == Numbers{1});
}

}  // namespace
}  // namespace enlace::patient::storage
