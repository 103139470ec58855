#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "libs/testing/bulk_load.h"
#include "libs/testing/query_plan.h"
#include "libs/testing/sql.h"
#include "services/appointment/storage/clinic_fixture.h"
#include "services/appointment/storage/slot_statements.h"

namespace enlace::appointment::storage {
namespace {

using testing::PlanMode;

constexpr int kDoctors = 20;
constexpr int kDays = 7;
constexpr int kTimesADay = 10;
// A busy time of the day before may reach into the first.
constexpr long kTimesOfAWeek = kDoctors * kTimesADay * (kDays + 1);
// All that are not over, in the index and in the table.
constexpr long kExceptionsAhead = 2 * kDoctors * 90;

// $1: the tenant. Twenty doctors with ten appointments and an absence a day in the 1,000 days
// before 2027-03-01 and the 90 days from it on.
constexpr const char* kBusyTimes = R"sql(
INSERT INTO busy_times (tenant_id, practitioner_id, start_at, end_at, holder_id)
SELECT $1::uuid, ('01990000-0000-7000-0000-' || lpad(d::text, 12, '0'))::uuid, start_at,
       start_at + interval '30 min', gen_random_uuid()
  FROM generate_series(1, 20) AS d, generate_series(-1000, 89) AS day,
       generate_series(0, 9) AS n,
       LATERAL (SELECT timestamptz '2027-03-01 13:00Z' + day * interval '1 day'
                         + n * interval '30 min' AS start_at) AS planned)sql";
constexpr const char* kExceptions = R"sql(
INSERT INTO schedule_exceptions (tenant_id, id, practitioner_id, kind, start_at, end_at)
SELECT $1::uuid, gen_random_uuid(), ('01990000-0000-7000-0000-' || lpad(d::text, 12, '0'))::uuid,
       'CLOSED', timestamptz '2027-03-01 13:00Z' + day * interval '1 day',
       timestamptz '2027-03-01 14:00Z' + day * interval '1 day'
  FROM generate_series(1, 20) AS d, generate_series(-1000, 89) AS day)sql";

std::vector<core::Ulid> Doctors() {
  std::vector<core::Ulid> ids;
  for (int d = 1; d <= kDoctors; ++d) {
    const auto digits = std::to_string(d);
    ids.push_back(*core::Ulid::FromUuid("01990000-0000-7000-0000-" +
                                        std::string(12 - digits.size(), '0') + digits));
  }
  return ids;
}

TEST_CASE("a search reads no past booking and no past absence, however it is planned") {
  const ClinicFixture clinic;
  const auto url = testing::BulkLoadUrl(clinic.test_database);
  const auto tenant = db::Params().Id(clinic.alpha);
  testing::LoadBeforeIndexes(clinic.test_database, "busy_times",
                             [&] { testing::RunSql(url, kBusyTimes, tenant); });
  testing::RunSql(url, kExceptions, tenant);
  testing::RunSqlScript(url, {"VACUUM (ANALYZE) busy_times, schedule_exceptions"});
  const auto from = absl::FromCivil(absl::CivilDay(2027, 3, 1), absl::UTCTimeZone());
  const auto to = from + absl::Hours(24 * kDays);
  for (const auto mode : {PlanMode::kCustom, PlanMode::kGeneric, PlanMode::kSixth}) {
    const auto busy = testing::ExplainStatement(
        clinic.test_database, clinic.alpha, kSlotBusyTimes,
        db::Params().Id(clinic.alpha).IdArray(Doctors()).Time(from).Time(to), mode);
    INFO("busy times, mode " << static_cast<int>(mode) << "\n" << busy.Text());
    CHECK(busy.SequentialScans().empty());
    CHECK(busy.Uses("busy_times_pkey"));
    CHECK(busy.RowsVisited() <= kTimesOfAWeek);

    const auto exceptions =
        testing::ExplainStatement(clinic.test_database, clinic.alpha, kSlotExceptions,
                                  db::Params().Id(clinic.alpha).Time(from).Time(to), mode);
    INFO("exceptions, mode " << static_cast<int>(mode) << "\n" << exceptions.Text());
    CHECK(exceptions.Uses("schedule_exceptions_by_end"));
    CHECK(exceptions.RowsVisited() <= kExceptionsAhead);
  }
}

}  // namespace
}  // namespace enlace::appointment::storage
