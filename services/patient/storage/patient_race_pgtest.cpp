#include <atomic>
#include <latch>
#include <thread>

#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/testing/sql.h"
#include "services/patient/storage/patient_fixture.h"

namespace enlace::patient::storage {
namespace {

constexpr int kRacers = 16;

// Runs `race(index)` on all threads at once.
template <typename Race>
void RunTogether(Race race) {
  std::latch start(kRacers);
  std::vector<std::thread> threads;
  threads.reserve(kRacers);
  for (int i = 0; i < kRacers; ++i) {
    threads.emplace_back([&, i] {
      start.arrive_and_wait();
      race(i);
    });
  }
  for (auto& thread : threads) thread.join();
}

TEST_CASE("of racing creations of one document exactly one wins") {
  PatientFixture f(8);
  std::atomic<int> created = 0, refused = 0;
  RunTogether([&](int) {
    const auto patient = f.patients.Insert(f.alpha, PatientOf(f.alpha, "1032456789"));
    if (patient.ok()) {
      ++created;
    } else if (core::DetailsOf(patient.status()).reason == core::reason::kDocumentExists) {
      ++refused;
    }
  });
  CHECK(created == 1);
  CHECK(refused == kRacers - 1);
  CHECK(f.patients.List(f.alpha, {}, std::nullopt, 50)->size() == 1);
}

TEST_CASE("racing upserts of one document make one row that holds every change") {
  PatientFixture f(8);
  std::atomic<int> answered = 0, created = 0;
  RunTogether([&](int i) {
    const auto key = "racer" + std::to_string(i);
    const auto mark = [&](Patient patient) -> absl::StatusOr<Patient> {
      patient.custom_fields[key] = true;
      return patient;
    };
    const auto upserted = f.patients.Upsert(
        f.alpha, {"CC", "1032456789"}, [&] { return mark(PatientOf(f.alpha, "1032456789")); },
        mark);
    if (!upserted.ok()) return;
    if (upserted->patient.custom_fields.contains(key)) ++answered;
    if (upserted->created) ++created;
  });
  CHECK(answered == kRacers);
  CHECK(created == 1);
  const auto patients = *f.patients.List(f.alpha, {}, std::nullopt, 50);
  REQUIRE(patients.size() == 1);
  CHECK(patients[0].custom_fields.size() == kRacers);

  const auto versions = testing::RunSql(
      f.server.AdminUrl(), "SELECT resource_version FROM outbox ORDER BY resource_version");
  REQUIRE(versions.size() == kRacers);
  for (int i = 0; i < kRacers; ++i) CHECK(versions[i].Int("resource_version") == i + 1);
}

TEST_CASE("of racing changes of one version one is stored, and the others are told") {
  PatientFixture f(8);
  const auto patient = f.Insert(f.alpha, PatientOf(f.alpha, "1032456789"));
  auto conditional = f.alpha;
  conditional.if_match = *core::VersionMatch::Parse(core::EtagOf(patient.version));
  std::atomic<int> stored = 0, refused = 0;
  RunTogether([&](int i) {
    const auto changed = f.patients.Update(conditional, patient.id, PatientRepository::Among::kLive,
                                           [i](const Patient& current) -> absl::StatusOr<Patient> {
                                             auto next = current;
                                             next.mrn = "HC-" + std::to_string(i);
                                             return next;
                                           });
    if (changed.ok()) ++stored;
    if (core::DetailsOf(changed.status()).reason == core::reason::kEtagMismatch) ++refused;
  });
  CHECK(stored == 1);
  CHECK(refused == kRacers - 1);
  CHECK((*f.patients.Find(f.alpha, patient.id))->version == 2);
}

TEST_CASE("racing restores and deletions end in one state with versions without gap") {
  PatientFixture f(8);
  const auto patient = f.Insert(f.alpha, PatientOf(f.alpha, "1032456789"));
  RunTogether([&](int i) {
    f.patients
        .Update(f.alpha, patient.id, PatientRepository::Among::kAll,
                [i](const Patient& current) -> absl::StatusOr<Patient> {
                  auto next = current;
                  next.deleted = i % 2 == 0;
                  return next;
                })
        .status()
        .IgnoreError();
  });
  const auto rows = testing::RunSql(
      f.server.AdminUrl(),
      "SELECT p.version = max(o.resource_version) AND count(*) = max(o.resource_version) AS whole "
      "FROM outbox AS o, patients AS p GROUP BY p.version");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].Bool("whole"));
}

}  // namespace
}  // namespace enlace::patient::storage
