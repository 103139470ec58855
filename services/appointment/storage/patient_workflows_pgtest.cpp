#include <catch2/catch_test_macros.hpp>
#include <optional>
#include <string>

#include "libs/core/reasons.h"
#include "libs/testing/sql.h"
#include "services/appointment/storage/clinic_fixture.h"
#include "services/appointment/storage/patient_workflows.h"
#include "services/appointment/storage/waitlist_repository.h"

namespace enlace::appointment::storage {
namespace {

// A clinic with an appointment and an entry of each of the two known patients, who are of no
// workflow.
struct Fixture : ClinicFixture {
  Fixture() {
    AddSite(caller);
    AddDoctor(caller);
    appointment = MustBook(caller, "1032456789", "09");
    other = MustBook(caller, "52111222", "10");
    entry = MustAdd(caller, patient);
    other_entry = MustAdd(caller, other_patient);
  }

  core::Ulid MustBook(const Caller& own, const std::string& number, const std::string& hour) {
    auto draft =
        Payload("2026-12-01T" + hour + ":00:00-05:00", "2026-12-01T" + hour + ":30:00-05:00");
    draft.patient_doc_number = number;
    const auto booked = Book(own, draft);
    INFO(booked.status().ToString());
    REQUIRE(booked.ok());
    return booked->id;
  }
  absl::StatusOr<std::optional<WaitlistEntry>> Add(
      const Caller& own, const core::Ulid& whose,
      const std::optional<std::string>& workflow = std::nullopt) {
    WaitlistEntry made{.id = core::Ulid::Generate(clock.Now()), .patient_id = whose};
    made.patient_workflow = workflow;
    made.wish.earliest = clock.Now();
    made.wish.latest = clock.Now() + absl::Hours(48);
    made.wish_key = "any";
    return waitlist.Add(own, made);
  }
  core::Ulid MustAdd(const Caller& own, const core::Ulid& whose) {
    const auto added = Add(own, whose);
    INFO(added.status().ToString());
    REQUIRE((added.ok() && added->has_value()));
    return (*added)->id;
  }
  Caller LimitedTo(const std::string& names) const {
    auto own = caller;
    own.context.workflows = names;
    return own;
  }
  bool Sees(const Caller& own, const core::Ulid& of_appointment, const core::Ulid& of_entry) {
    const bool sees = bookings.Get(own, of_appointment.ToString()).ok();
    CHECK(waitlist.Find(own, of_entry)->has_value() == sees);
    return sees;
  }
  void Follow(const std::optional<std::string>& workflow) {
    const auto followed = workflows.Follow(caller, patient, workflow);
    INFO(followed.ToString());
    REQUIRE(followed.ok());
  }

  const Caller caller = CallerOf(alpha);
  const core::Ulid patient = patients.ids.at("1032456789");
  const core::Ulid other_patient = patients.ids.at("52111222");
  PgWaitlistRepository waitlist{*database};
  PgPatientWorkflows workflows{*database};
  core::Ulid appointment, other, entry, other_entry;
};

TEST_CASE("what a patient has follows it from workflow to workflow, and nobody else's does") {
  Fixture f;
  const auto intake = f.LimitedTo("intake"), prior_auth = f.LimitedTo("prior_auth");
  CHECK_FALSE(f.Sees(intake, f.appointment, f.entry));
  f.Follow("intake");
  CHECK(f.Sees(intake, f.appointment, f.entry));
  CHECK_FALSE(f.Sees(prior_auth, f.appointment, f.entry));
  f.Follow("prior_auth");
  CHECK_FALSE(f.Sees(intake, f.appointment, f.entry));
  CHECK(f.Sees(prior_auth, f.appointment, f.entry));
  f.Follow(std::nullopt);
  CHECK_FALSE(f.Sees(prior_auth, f.appointment, f.entry));
  CHECK(f.Sees(f.caller, f.appointment, f.entry));
  CHECK_FALSE(f.Sees(intake, f.other, f.other_entry));
  CHECK(f.Count("appointments WHERE version > 1") == 1);
  CHECK(f.Count("waitlist_entries WHERE version > 1") == 1);
}

TEST_CASE("a patient of the same id in another tenant stays where it is") {
  Fixture f;
  const auto beta = f.CallerOf(f.beta);
  f.AddSite(beta);
  f.AddDoctor(beta);
  const auto appointment = f.MustBook(beta, "1032456789", "09");
  const auto entry = f.MustAdd(beta, f.patient);
  f.Follow("intake");
  auto limited = beta;
  limited.context.workflows = "intake";
  CHECK_FALSE(f.Sees(limited, appointment, entry));
  CHECK(f.Count("appointments WHERE patient_workflow = 'intake'") == 1);
  CHECK(f.Count("waitlist_entries WHERE patient_workflow = 'intake'") == 1);
}

TEST_CASE("a move is audited once, however often it is told") {
  Fixture f;
  for (int i = 0; i < 3; ++i) f.Follow("intake");
  for (const std::string type : {"Appointment", "WaitlistEntry"}) {
    INFO(type);
    CHECK(f.Count("outbox WHERE action = 'UPDATE' AND resource_type = '" + type +
                  "' AND resource_version = 2 AND before_row ->> 'patient_workflow' IS NULL"
                  " AND after_row ->> 'patient_workflow' = 'intake'") == 1);
    CHECK(f.Count("outbox WHERE action = 'UPDATE' AND resource_type = '" + type + "'") == 1);
  }
}

TEST_CASE("a deleted appointment stays as it was") {
  Fixture f;
  REQUIRE(f.bookings.Delete(f.caller, f.appointment.ToString()).ok());
  f.Follow("intake");
  CHECK(f.Count("appointments WHERE patient_workflow IS NOT NULL") == 0);
  CHECK(f.Count("waitlist_entries WHERE patient_workflow = 'intake'") == 1);
}

TEST_CASE("the same wish again is answered its entry, as soon as that has followed the patient") {
  Fixture f;
  const auto limited = f.LimitedTo("intake");
  const auto refused = f.Add(limited, f.patient, "intake");
  CHECK(ReasonOf(refused.status()) == core::reason::kConcurrentChange);
  f.Follow("intake");
  const auto found = f.Add(limited, f.patient, "intake");
  REQUIRE((found.ok() && found->has_value()));
  CHECK((*found)->id == f.entry);
}

}  // namespace
}  // namespace enlace::appointment::storage
