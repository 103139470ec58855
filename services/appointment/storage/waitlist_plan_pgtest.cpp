#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "libs/testing/bulk_load.h"
#include "libs/testing/query_plan.h"
#include "libs/testing/sql.h"
#include "services/appointment/storage/appointment_crowd_fixture.h"
#include "services/appointment/storage/clinic_fixture.h"
#include "services/appointment/storage/waitlist_statements.h"

namespace enlace::appointment::storage {
namespace {

using testing::PlanMode;

constexpr int kPage = 51;
// An entry, and of each the offer, the hold, the doctor and the site.
constexpr long kPageWork = 5 * kPage + 1;
// Of the doctor below 100 wait, and 500 for any.
constexpr long kWaiting = 600;
constexpr long kOffered = 200;
constexpr long kEnding = 20;

// As CrowdId, of the tenant: place 0.
constexpr const char* kIds = R"sql(
CREATE FUNCTION crowd_id(place int, kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
RETURN ('01990000-0000-7000-' || lpad(place::text, 4, '0') || '-' || kind
        || lpad(n::text, 11, '0'))::uuid)sql";

// $1: the tenant, which has as many entries as fifty others.
constexpr const char* kClinics = R"sql(
INSERT INTO clinics
SELECT 0, $1::uuid, 20000
UNION ALL
SELECT i, ('00000000-0000-0000-0000-' || lpad(i::text, 12, '0'))::uuid, 400
  FROM generate_series(1, 50) AS i)sql";

constexpr const char* kSites = R"sql(
INSERT INTO locations (tenant_id, id, name, time_zone, main)
SELECT id, crowd_id(place, '5', s), 'Sede', 'America/Bogota', s = 1
  FROM clinics, generate_series(1, 40) AS s)sql";

constexpr const char* kDoctors = R"sql(
INSERT INTO practitioners (tenant_id, id, first_name, last_name, doc_type_id, doc_number, specialty)
SELECT id, crowd_id(place, 'd', d), 'Ana', 'Gómez', 'CC', (10000 + d)::text, 'Cardiología'
  FROM clinics, generate_series(1, 200) AS d)sql";

// Of each fourth entry; ten are over.
constexpr const char* kHolds = R"sql(
INSERT INTO slot_holds (tenant_id, id, practitioner_id, location_id, start_at, end_at,
                        buffer_before_minutes, buffer_after_minutes, offer, credential_id,
                        patient_id, expires_at)
SELECT id, crowd_id(place, 'c', n), crowd_id(place, 'd', 1 + n % 200), crowd_id(place, '5', 1),
       start_at, start_at + interval '30 min', 0, 0, 'offer-' || n, crowd_id(place, 'e', n),
       crowd_id(place, 'b', n),
       now() + CASE WHEN n % 2000 = 1 THEN interval '-1 min' ELSE interval '10 min' END
  FROM clinics, generate_series(0, count - 1) AS n,
       LATERAL (SELECT timestamptz '2027-03-01T08:00Z' + n * interval '1 hour' AS start_at) AS planned
 WHERE n % 4 = 1)sql";

constexpr const char* kOffers = R"sql(
INSERT INTO waitlist_offers (tenant_id, id, entry_id, modality, offer_id, offer)
SELECT id, crowd_id(place, 'c', n), crowd_id(place, 'e', n), 'IN_PERSON', 'id-' || n, 'offer-' || n
  FROM clinics, generate_series(0, count - 1) AS n WHERE n % 4 = 1)sql";

// Half of them wait, one in forty for any doctor of a specialty, the others for doctor 1 + n % 200;
// the wish of one in a thousand is over. One in a hundred has an offer.
constexpr const char* kEntries = R"sql(
INSERT INTO waitlist_entries (tenant_id, id, patient_id, practitioner_id, specialty, earliest_at,
                              latest_at, wish_hash, status, hold_id, appointment_id, created_at)
SELECT id, crowd_id(place, 'e', n), crowd_id(place, 'b', n),
       CASE WHEN n % 40 > 0 THEN crowd_id(place, 'd', 1 + n % 200) END,
       CASE WHEN n % 40 = 0 THEN 'cardiologia' END, '2026-01-01T00:00Z',
       now() + CASE WHEN n % 1000 = 2 THEN interval '-1 min' ELSE interval '200 days' END, 'wish',
       CASE WHEN n % 2 = 0 THEN 'WAITING' WHEN n % 100 = 1 THEN 'OFFERED'
            WHEN n % 4 = 1 THEN 'BOOKED' ELSE 'CANCELLED' END,
       CASE WHEN n % 4 = 1 THEN crowd_id(place, 'c', n) END,
       CASE WHEN n % 4 = 1 AND n % 100 <> 1 THEN crowd_id(place, 'a', n) END,
       timestamptz '2026-01-01' + n * interval '1 min'
  FROM clinics, generate_series(0, count - 1) AS n)sql";

void MakeQueue(const testing::TestDatabase& database, const core::Ulid& tenant) {
  const auto url = testing::BulkLoadUrl(database);
  testing::RunSqlScript(url, {kIds, "CREATE TABLE clinics (place int, id uuid, count int)"});
  testing::RunSql(url, kClinics, db::Params().Id(tenant));
  testing::RunSqlScript(url, {kSites, kDoctors, kHolds, kOffers, kEntries,
                              "VACUUM (ANALYZE) waitlist_entries, waitlist_offers, slot_holds,"
                              " practitioners, locations"});
}

struct Case {
  const char* what;
  const db::Statement& statement;
  db::Params params;
  // nullptr: whichever.
  const char* index;
  // Rows that may be looked at; the tenant has 20,000 entries, half of which wait.
  long most;
};

db::Params WaitingParams(const core::Ulid& tenant, const std::optional<core::Ulid>& after) {
  const auto start = absl::FromCivil(absl::CivilHour(2027, 3, 1, 8), absl::UTCTimeZone());
  return db::Params()
      .Id(tenant)
      .Id(after)
      .Int(kPage)
      .Id(CrowdId('d', 7))
      .Time(start)
      .Time(start + absl::Minutes(30));
}

std::vector<Case> Reads(const core::Ulid& tenant) {
  const auto of = [&] { return db::Params().Id(tenant); };
  std::vector<Case> cases = {
      {"who waits for a doctor", WaitlistWaitingStatement(), WaitingParams(tenant, std::nullopt),
       "waitlist_entries_waiting_for", kWaiting + kPageWork},
      {"who waits behind another", WaitlistWaitingStatement(),
       WaitingParams(tenant, CrowdId('e', 19'000)), "waitlist_entries_waiting_for", kPageWork},
      {"one who waits", WaitlistOneWaitingStatement(), of().Id(CrowdId('e', 6)),
       "waitlist_entries_pkey", 10},
      {"an entry", WaitlistFindStatement(), of().Id(CrowdId('e', 101)), "waitlist_entries_pkey",
       10}};
  struct List {
    const char* what;
    WaitlistFilter filter;
    const char* index;
  };
  const PersonName patient{.id = CrowdId('b', 7'777)};
  const auto doctor = CrowdId('d', 7);
  for (const auto& list : std::vector<List>{
           {"all", {}, "waitlist_entries_in_order"},
           {"of a status", {.status = "CANCELLED"}, "waitlist_entries_by_status"},
           {"of a rare status", {.status = "OFFERED"}, "waitlist_entries_by_status"},
           {"of no status", {.status = "EXPIRED"}, "waitlist_entries_by_status"},
           {"of a patient", {.patient = patient}, "waitlist_entries_of_patient"},
           {"of a patient and status",
            {.status = "WAITING", .patient = patient},
            "waitlist_entries_of_patient"},
           {"of a doctor", {.practitioner_id = doctor}, "waitlist_entries_by_practitioner"},
           {"of a doctor and status", {.status = "CANCELLED", .practitioner_id = doctor}, nullptr},
           {"of all three",
            {.status = "WAITING", .patient = patient, .practitioner_id = doctor},
            nullptr}}) {
    for (const auto& after : {std::optional<core::Ulid>(), std::optional(CrowdId('e', 10'000))}) {
      // A doctor's entries are a hundred.
      cases.push_back({list.what, WaitlistListStatement(list.filter),
                       WaitlistListParams(tenant, list.filter, after, kPage), list.index,
                       kPageWork + kPage});
    }
  }
  return cases;
}

db::Params AddParams(const core::Ulid& tenant, const core::Ulid& id) {
  const auto earliest = absl::FromCivil(absl::CivilDay(2027, 3, 1), absl::UTCTimeZone());
  db::Params params;
  params.Id(tenant).Id(id).Id(CrowdId('b', 7'777)).Null().Text("CC").Text("10007");
  for (int i = 0; i < 8; ++i) params.Null();
  return params.Time(earliest)
      .Time(earliest + absl::Hours(24))
      .TextArray({})
      .Text("w")
      .Int(5)
      .Null()
      .Null();
}

db::Params OfferParams(const core::Ulid& tenant, long entry) {
  const auto start =
      absl::FromCivil(absl::CivilHour(2028, 3, 1, 8), absl::UTCTimeZone()) + absl::Hours(entry);
  return db::Params()
      .Id(tenant)
      .Id(CrowdId('d', 7))
      .Null()
      .Null()
      .Id(CrowdId('5', 1))
      .Id(CrowdId('9', entry))
      .Time(start)
      .Time(start + absl::Minutes(30))
      .Null()
      .Text("new-" + std::to_string(entry))
      .Id(CrowdId('e', entry))
      .Id(CrowdId('b', entry))
      .Time(absl::Now() + absl::Minutes(15))
      .Text("TELE_EXPERTISE")
      .Text("new-id-" + std::to_string(entry));
}

// Each changes another row in each mode.
std::vector<Case> Writes(const core::Ulid& tenant, long n) {
  const auto of = [&] { return db::Params().Id(tenant); };
  const char* by_id = "waitlist_entries_pkey";
  return {
      {"offers that are over", kWaitlistEndOffers, of(), "waitlist_entries_offered",
       2 * kOffered + 2},
      {"wishes that are over", kWaitlistEndWishes, of(), "waitlist_entries_ending", kEnding + 1},
      {"add", kWaitlistAdd, AddParams(tenant, CrowdId('8', n)), nullptr, 10},
      {"offer", WaitlistOfferStatement(), OfferParams(tenant, 400 + n), by_id, 10},
      {"decline", kWaitlistDecline, of().Id(CrowdId('e', 100 * n + 101)).Text(""), by_id, 6},
      {"leave", kWaitlistLeave, of().Id(CrowdId('e', 600 + n)), by_id, 6}};
}

void Check(const ClinicFixture& clinic, const Case& one, PlanMode mode) {
  const auto plan = testing::ExplainStatement(clinic.test_database, clinic.alpha, one.statement,
                                              one.params, mode);
  INFO(one.what << ", mode " << static_cast<int>(mode) << "\n" << plan.Text());
  CHECK((one.index == nullptr || plan.Uses(one.index)));
  CHECK(plan.SequentialScans().empty());
  CHECK(plan.RowsVisited() <= one.most);
}

TEST_CASE("the waitlist reads no more of a long queue than it needs, however it is planned") {
  const ClinicFixture clinic;
  MakeQueue(clinic.test_database, clinic.alpha);
  for (const auto mode : {PlanMode::kGeneric, PlanMode::kCustom, PlanMode::kSixth}) {
    for (const auto& read : Reads(clinic.alpha)) Check(clinic, read, mode);
  }
  long n = 2;
  for (const auto mode : {PlanMode::kGeneric, PlanMode::kCustom}) {
    for (const auto& write : Writes(clinic.alpha, n)) Check(clinic, write, mode);
    n += 2;
  }
}

}  // namespace
}  // namespace enlace::appointment::storage
