#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <thread>
#include <vector>

#include "libs/core/reasons.h"
#include "libs/testing/sql.h"
#include "services/appointment/storage/clinic_fixture.h"

namespace enlace::appointment::storage {
namespace {

std::string At(absl::Duration from_now) {
  return absl::FormatTime(absl::RFC3339_sec, absl::Now() + from_now, absl::UTCTimeZone());
}

// A clinic with two sites, the first of which is the main one, and a doctor.
struct Open : ClinicFixture {
  explicit Open(int pool_size = 8) : ClinicFixture(pool_size) {}

  AppointmentDraft Slot(absl::Duration from_now, absl::Duration length = absl::Minutes(30)) const {
    return Payload(At(from_now), At(from_now + length));
  }
  absl::Status DeleteDoctor() {
    return directory.DeletePractitioner(CallerOf(alpha), doctor.id.ToString());
  }
  absl::Status DeleteSite(const Location& site) {
    return directory.DeleteLocation(CallerOf(alpha), site.id.ToString());
  }

  Caller caller = CallerOf(alpha);
  Location north = AddSite(caller, "Norte");
  Location south = AddSite(caller, "Sur");
  Practitioner doctor = AddDoctor(caller);
};

TEST_CASE("a deleted doctor is gone, and leaves what was there") {
  Open clinic;
  const auto past = clinic.Book(clinic.caller, clinic.Slot(-absl::Hours(2)));
  REQUIRE(past.ok());
  REQUIRE(clinic.DeleteDoctor().ok());
  CHECK(clinic.DeleteDoctor() == core::refusal::NotFoundDoctor());
  CHECK(clinic.directory.GetPractitioner(clinic.caller, clinic.doctor.id.ToString()).status() ==
        core::refusal::NotFoundDoctor());
  CHECK(clinic.directory.ListPractitioners(clinic.caller, {}, {})->practitioners.empty());
  CHECK(ReasonOf(clinic.Book(clinic.caller, clinic.Slot(absl::Hours(24))).status()) ==
        "doctorDocNumber DOCTOR_NOT_FOUND");
  CHECK(*clinic.bookings.Get(clinic.caller, past->id.ToString()) == *past);
  CHECK(clinic.Count("outbox WHERE resource_type = 'Practitioner' AND action = 'DELETE'") == 1);
}

TEST_CASE("a doctor with appointments to come is not deleted, whoever booked them") {
  Open clinic;
  auto draft = clinic.Slot(absl::Hours(24));
  draft.clinic_id = clinic.south.id.ToString();
  const auto booked = clinic.Book(clinic.caller, draft);
  REQUIRE(booked.ok());
  auto other_owner = clinic.caller;
  other_owner.context.owner_scope = "somebody@example.com";
  CHECK(clinic.directory.DeletePractitioner(other_owner, clinic.doctor.id.ToString()) ==
        core::refusal::HasAppointments());
  CHECK(clinic.directory.DeleteLocation(other_owner, clinic.south.id.ToString()) ==
        core::refusal::HasAppointmentsSite());
  CHECK(clinic.Count("practitioners WHERE version > 1 OR deleted_at IS NOT NULL") == 0);

  REQUIRE(clinic.bookings.Cancel(clinic.caller, booked->id.ToString(), "").ok());
  draft = clinic.Slot(absl::Hours(25));
  draft.clinic_id = clinic.south.id.ToString();
  const auto missed = clinic.Book(clinic.caller, draft);
  REQUIRE(clinic.Change(clinic.caller, missed->id.ToString(), {.state = "NO_SHOW"}).ok());
  CHECK(clinic.DeleteSite(clinic.south).ok());
  CHECK(clinic.DeleteDoctor().ok());
}

TEST_CASE("one that is under way counts, and one that was deleted does not") {
  Open clinic;
  const auto under_way = clinic.Book(clinic.caller, clinic.Slot(-absl::Hours(1), absl::Hours(2)));
  REQUIRE(under_way.ok());
  CHECK(clinic.DeleteDoctor() == core::refusal::HasAppointments());
  REQUIRE(clinic.bookings.Delete(clinic.caller, under_way->id.ToString()).ok());
  CHECK(clinic.DeleteDoctor().ok());
}

TEST_CASE("the main site is deleted last, and the next one is the main one again") {
  Open clinic;
  CHECK(clinic.DeleteSite(clinic.north) == core::refusal::MainSite());
  REQUIRE(clinic.DeleteSite(clinic.south).ok());
  REQUIRE(clinic.DeleteSite(clinic.north).ok());
  CHECK(clinic.directory.GetLocation(clinic.caller, clinic.north.id.ToString()).status() ==
        core::refusal::NotFoundSite());
  CHECK(clinic.AddSite(clinic.caller, "Nueva").main);
}

TEST_CASE("a deleted site is no doctor's main site any more") {
  Open clinic;
  std::vector<core::Violation> warnings;
  REQUIRE(clinic.directory
              .UpdatePractitioner(clinic.caller, clinic.doctor.id.ToString(),
                                  {.clinic_id = clinic.south.id.ToString()}, warnings)
              .ok());
  REQUIRE(clinic.DeleteSite(clinic.south).ok());
  const auto doctor = clinic.directory.GetPractitioner(clinic.caller, clinic.doctor.id.ToString());
  CHECK_FALSE(doctor->location_id);
  CHECK(doctor->version == 3);
}

TEST_CASE("what had a deleted doctor or site gets no other time") {
  Open clinic;
  auto draft = clinic.Slot(-absl::Hours(2));
  draft.clinic_id = clinic.south.id.ToString();
  const auto past = clinic.Book(clinic.caller, draft);
  REQUIRE(past.ok());
  REQUIRE(clinic.DeleteSite(clinic.south).ok());
  const auto id = past->id.ToString();
  CHECK(ReasonOf(clinic.Change(clinic.caller, id, {.start = At(absl::Hours(24))}).status()) ==
        "clinicId CLINIC_NOT_FOUND");
  CHECK(clinic.Change(clinic.caller, id, {.comment = "Asistió"}).ok());
  REQUIRE(clinic.DeleteDoctor().ok());
  CHECK(
      ReasonOf(clinic
                   .Change(clinic.caller, id,
                           {.start = At(absl::Hours(24)), .clinic_id = clinic.north.id.ToString()})
                   .status()) == "startAppointment DOCTOR_NOT_FOUND");
}

// Bookings and one deletion at the same time, again and again: whichever comes first, what is
// deleted has nothing to come.
void Race(Open& clinic, const std::function<absl::Status()>& deletion,
          const std::string& left_behind) {
  constexpr int kBookings = 6;
  std::vector<absl::Status> results(kBookings);
  absl::Status deleted;
  std::atomic<bool> go = false;
  std::vector<std::thread> threads;
  for (int i = 0; i < kBookings; ++i) {
    threads.emplace_back([&, i] {
      while (!go) std::this_thread::yield();
      results[i] =
          clinic.Book(clinic.CallerOf(clinic.alpha), clinic.Slot(absl::Hours(24 + i))).status();
    });
  }
  threads.emplace_back([&] {
    while (!go) std::this_thread::yield();
    deleted = deletion();
  });
  go = true;
  for (auto& thread : threads) thread.join();
  bool booked = false;
  for (const auto& result : results) {
    CAPTURE(result.ToString());
    CHECK((result.ok() || result.code() == absl::StatusCode::kInvalidArgument));
    booked = booked || result.ok();
  }
  CAPTURE(deleted.ToString());
  CHECK((deleted.ok() || ReasonOf(deleted) == core::reason::kHasAppointments));
  CHECK(deleted.ok() != booked);
  CHECK(clinic.Count(left_behind) == 0);
}

TEST_CASE("a doctor is deleted before a booking or not at all") {
  for (int round = 0; round < 8; ++round) {
    Open clinic(8);
    Race(
        clinic, [&] { return clinic.DeleteDoctor(); },
        "appointments AS a JOIN practitioners AS p ON p.id = a.practitioner_id"
        " WHERE p.deleted_at IS NOT NULL");
  }
}

TEST_CASE("a site is deleted before a booking or not at all") {
  for (int round = 0; round < 8; ++round) {
    Open clinic(8);
    REQUIRE(clinic.DeleteSite(clinic.south).ok());
    Race(
        clinic, [&] { return clinic.DeleteSite(clinic.north); },
        "appointments AS a JOIN locations AS l ON l.id = a.location_id"
        " WHERE l.deleted_at IS NOT NULL");
  }
}

// Holds what a booking holds, or a deletion, until it is let go.
class Held {
 public:
  Held(const ClinicFixture& clinic, const char* name, const char* sql)
      : statement_{name, sql},
        transaction_(*clinic.database->Begin(clinic.CallerOf(clinic.alpha).context,
                                             absl::Now() + absl::Seconds(20))) {
    REQUIRE(transaction_.Run(statement_, {}).ok());
  }
  void LetGo() { REQUIRE(transaction_.Commit().ok()); }

 private:
  const db::Statement statement_;
  db::Transaction transaction_;
};

// Waits until so many wait for a lock.
void AwaitWaiters(const ClinicFixture& clinic, int count) {
  const auto latest = absl::Now() + absl::Seconds(10);
  while (clinic.Count("pg_stat_activity WHERE wait_event_type = 'Lock'"
                      " AND datname = current_database()") < count) {
    REQUIRE(absl::Now() < latest);
    std::this_thread::yield();
  }
}

constexpr const char* kDeleteSouth =
    "WITH l AS MATERIALIZED (SELECT id FROM locations WHERE name = 'Sur' FOR UPDATE)"
    " UPDATE locations SET deleted_at = now() WHERE id = (SELECT id FROM l)";
constexpr const char* kDeleteDoctor =
    "WITH p AS MATERIALIZED (SELECT id FROM practitioners FOR UPDATE)"
    " UPDATE practitioners SET deleted_at = now() WHERE id = (SELECT id FROM p)";

TEST_CASE("a booking or a move that waited for a deletion finds no doctor and no site") {
  for (const bool of_site : {false, true}) {
    Open clinic;
    auto draft = clinic.Slot(absl::Hours(24));
    draft.clinic_id = clinic.south.id.ToString();
    const auto moved = clinic.Book(clinic.caller, clinic.Slot(-absl::Hours(3)));
    REQUIRE(moved.ok());
    Held deletion(clinic, of_site ? "held_site" : "held_doctor",
                  of_site ? kDeleteSouth : kDeleteDoctor);
    absl::Status booking, change;
    std::thread booker(
        [&] { booking = clinic.Book(clinic.CallerOf(clinic.alpha), draft).status(); });
    std::thread mover([&] {
      AppointmentPatch patch;
      if (of_site) patch.clinic_id = clinic.south.id.ToString();
      if (!of_site) patch.start = At(absl::Hours(24));
      change = clinic.Change(clinic.CallerOf(clinic.alpha), moved->id.ToString(), patch).status();
    });
    AwaitWaiters(clinic, 2);
    deletion.LetGo();
    booker.join();
    mover.join();
    CHECK(ReasonOf(booking) ==
          (of_site ? "clinicId CLINIC_NOT_FOUND" : "doctorDocNumber DOCTOR_NOT_FOUND"));
    CHECK(ReasonOf(change) ==
          (of_site ? "clinicId CLINIC_NOT_FOUND" : "startAppointment DOCTOR_NOT_FOUND"));
    CHECK(clinic.Count("appointments") == 1);
  }
}

TEST_CASE("a doctor who waited for a deletion gets no site that is gone") {
  Open clinic;
  const PractitionerInput input{.first_name = "Eva",
                                .last_name = "Paz",
                                .doc_type_id = "CC",
                                .doc_number = "52000111",
                                .clinic_id = clinic.south.id.ToString()};
  Held deletion(clinic, "held_site", kDeleteSouth);
  absl::Status made, changed;
  std::thread maker([&] {
    std::vector<core::Violation> warnings;
    made = clinic.directory.CreatePractitioner(clinic.CallerOf(clinic.alpha), input, warnings)
               .status();
  });
  std::thread changer([&] {
    std::vector<core::Violation> warnings;
    changed = clinic.directory
                  .UpdatePractitioner(clinic.CallerOf(clinic.alpha), clinic.doctor.id.ToString(),
                                      {.clinic_id = input.clinic_id}, warnings)
                  .status();
  });
  AwaitWaiters(clinic, 2);
  deletion.LetGo();
  maker.join();
  changer.join();
  CHECK(ReasonOf(made) == core::reason::kReferenceMissing);
  CHECK(ReasonOf(changed) == "clinicId CLINIC_NOT_FOUND");
  CHECK(clinic.Count("practitioners WHERE location_id IS NOT NULL") == 0);
}

}  // namespace
}  // namespace enlace::appointment::storage
