#include <catch2/catch_test_macros.hpp>
#include <thread>
#include <vector>

#include "libs/core/reasons.h"
#include "libs/testing/sql.h"
#include "services/appointment/storage/clinic_fixture.h"

namespace enlace::appointment::storage {
namespace {

TEST_CASE("a payload becomes an appointment with its event") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  const auto site = clinic.AddSite(caller);
  const auto doctor = clinic.AddDoctor(caller);

  const auto booked = clinic.Book(caller, clinic.Payload());
  REQUIRE(booked.ok());
  CHECK(booked->practitioner_id == doctor.id);
  CHECK(booked->location_id == site.id);
  CHECK(booked->time_zone == "America/Bogota");
  CHECK(booked->patient_document == clinical::IdentityDocument{"CC", "1032456789"});
  CHECK(booked->owner_id == "bot@example.com");
  CHECK(*clinic.bookings.Get(caller, booked->id.ToString()) == *booked);

  REQUIRE(clinic.Change(caller, booked->id.ToString(), {.comment = "Control"}).ok());
  const auto events = testing::RunSql(
      clinic.test_database.AdminUrl(),
      "SELECT action, resource_version, actor_email, before_row ->> 'comment' AS before_comment,"
      " after_row ->> 'comment' AS after_comment, after_row ? 'tenant_id' AS leaks"
      " FROM outbox WHERE resource_type = 'Appointment' ORDER BY seq");
  REQUIRE(events.size() == 2);
  CHECK(events[0].Text("action") == "CREATE");
  CHECK(events[0].IsNull("before_comment"));
  CHECK(events[0].Text("after_comment") == "Primera vez");
  CHECK(events[0].Text("actor_email") == "bot@example.com");
  CHECK_FALSE(events[0].Bool("leaks"));
  CHECK(events[1].Text("action") == "UPDATE");
  CHECK(events[1].Int("resource_version") == 2);
  CHECK(events[1].Text("before_comment") == "Primera vez");
  CHECK(events[1].Text("after_comment") == "Control");
}

TEST_CASE("of 64 racers for one time exactly one is booked") {
  ClinicFixture clinic(16);
  const auto caller = clinic.CallerOf(clinic.alpha);
  clinic.AddSite(caller);
  clinic.AddDoctor(caller);
  constexpr int kRacers = 64;
  for (int round = 0; round < 5; ++round) {
    const std::string hour = "2026-12-01T1" + std::to_string(round);
    std::vector<absl::Status> results(kRacers);
    std::vector<std::thread> racers;
    for (int i = 0; i < kRacers; ++i) {
      racers.emplace_back([&, i] {
        // Overlapping in part, too.
        const auto draft = clinic.Payload(hour + (i % 2 ? ":10:00Z" : ":00:00Z"), hour + ":30:00Z");
        results[i] = clinic.Book(clinic.CallerOf(clinic.alpha), draft).status();
      });
    }
    for (auto& racer : racers) racer.join();
    int won = 0;
    for (const auto& result : results) {
      if (result.ok()) {
        ++won;
      } else {
        CHECK(ReasonOf(result) == core::reason::kSlotTaken);
      }
    }
    CHECK(won == 1);
  }
  CHECK(clinic.Count("appointments AS a JOIN appointments AS b ON a.practitioner_id = "
                     "b.practitioner_id AND a.id < b.id AND a.start_at < b.end_at AND b.start_at < "
                     "a.end_at") == 0);
  CHECK(clinic.Count("appointments") == 5);
  CHECK(clinic.Count("outbox WHERE resource_type = 'Appointment'") == 5);
}

TEST_CASE("a doctor's busy times follow the live appointments through every change") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  clinic.AddSite(caller);
  clinic.AddDoctor(caller);
  const auto in_step = [&] {
    const std::string live =
        "SELECT tenant_id, practitioner_id, start_at, end_at, id FROM appointments"
        " WHERE deleted_at IS NULL AND state NOT IN ('CANCELLED', 'NO_SHOW')";
    const std::string busy =
        "SELECT tenant_id, practitioner_id, start_at, end_at, holder_id FROM busy_times";
    return clinic.Count("((" + live + " EXCEPT " + busy + ") UNION ALL (" + busy + " EXCEPT " +
                        live + ")) AS differing") == 0;
  };
  const auto first = clinic.Book(caller, clinic.Payload())->id.ToString();
  const auto second =
      clinic.Book(caller, clinic.Payload("2026-12-01T10:00:00-05:00", "2026-12-01T10:30:00-05:00"));
  CHECK(clinic.Count("busy_times") == 2);
  CHECK(in_step());

  REQUIRE(clinic.Change(caller, first, {.start = "2026-12-01T09:30:00-05:00"}).ok());
  CHECK(in_step());
  // Onto the other's time: nothing moves.
  CHECK(ReasonOf(clinic.Change(caller, first, {.start = "2026-12-01T10:15:00-05:00"}).status()) ==
        core::reason::kSlotTaken);
  CHECK(in_step());
  REQUIRE(clinic.bookings.Cancel(caller, second->id.ToString(), "").ok());
  CHECK(clinic.Count("busy_times") == 1);
  CHECK(in_step());
  REQUIRE(clinic.Change(caller, first, {.start = "2026-12-01T10:15:00-05:00"}).ok());
  CHECK(in_step());
  REQUIRE(clinic.bookings.Delete(caller, first).ok());
  CHECK(clinic.Count("busy_times") == 0);

  const auto third = clinic.Book(caller, clinic.Payload())->id;
  CHECK(clinic.Count("busy_times") == 1);
  testing::RunSql(clinic.test_database.AdminUrl(),
                  "DELETE FROM appointments WHERE id = '" + third.ToUuid() + "'");
  CHECK(clinic.Count("busy_times") == 0);
}

TEST_CASE("an offer is booked once, by the tenant it was made for, while it lasts") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  const auto site = clinic.AddSite(caller);
  const auto doctor = clinic.AddDoctor(caller);
  const auto start = absl::FromUnixSeconds(absl::ToUnixSeconds(absl::Now())) + absl::Hours(24);
  OfferTerms terms{.practitioner_id = doctor.id,
                   .location_id = site.id,
                   .start = start,
                   .end = start + absl::Minutes(20),
                   .appointment_type = "CONTROL",
                   .modality = "HOME",
                   .expires_at = absl::Now() + absl::Minutes(1)};
  const auto book = [&](const Caller& own, const std::string& offer_id,
                        const AppointmentDraft& other = {}) {
    auto draft = other;
    draft.event_type = "APPOINTMENT";
    draft.action_type = "CREATE";
    draft.offer_id = offer_id;
    draft.patient_doc_type_id = "CC";
    draft.patient_doc_number = "1032456789";
    return clinic.Book(own, draft);
  };
  const auto offer = clinic.offer_ids.Make(clinic.alpha, terms);

  SECTION("refused") {
    CHECK(ReasonOf(book(clinic.CallerOf(clinic.beta), offer).status()) == "offerId OFFER_INVALID");
    CHECK(ReasonOf(book(caller, offer + "A").status()) == "offerId OFFER_INVALID");
    terms.expires_at = absl::Now() - absl::Seconds(1);
    CHECK(ReasonOf(book(caller, clinic.offer_ids.Make(clinic.alpha, terms)).status()) ==
          "offerId OFFER_EXPIRED");
    CHECK(ReasonOf(book(caller, offer,
                        {.start = "2026-12-01T09:00:00-05:00",
                         .doctor_id = doctor.id.ToString(),
                         .modality = "01"})
                       .status()) ==
          "startAppointment OFFER_FIELD, doctorId OFFER_FIELD, modality OFFER_FIELD");
    CHECK(clinic.Count("appointments") == 0);
  }
  SECTION("taken") {
    const auto booked = book(caller, offer);
    REQUIRE(booked.ok());
    CHECK(booked->practitioner_id == doctor.id);
    CHECK(booked->location_id == site.id);
    CHECK(booked->start == start);
    CHECK(booked->end == start + absl::Minutes(20));
    CHECK(booked->modality == "HOME");
    CHECK(booked->appointment_type == "CONTROL");
    CHECK(ReasonOf(book(caller, offer).status()) == core::reason::kOfferUsed);
    // Its time is free again, but it is not good again.
    REQUIRE(clinic.bookings.Cancel(caller, booked->id.ToString(), "").ok());
    CHECK(ReasonOf(book(caller, offer).status()) == core::reason::kOfferUsed);
    terms.expires_at += absl::Seconds(1);
    CHECK(book(caller, clinic.offer_ids.Make(clinic.alpha, terms)).ok());
    terms.expires_at += absl::Seconds(1);
    CHECK(ReasonOf(book(caller, clinic.offer_ids.Make(clinic.alpha, terms)).status()) ==
          core::reason::kSlotTaken);
  }
  SECTION("raced for") {
    std::vector<std::thread> racers;
    std::vector<absl::Status> results(16);
    for (std::size_t i = 0; i < results.size(); ++i) {
      racers.emplace_back(
          [&, i] { results[i] = book(clinic.CallerOf(clinic.alpha), offer).status(); });
    }
    for (auto& racer : racers) racer.join();
    int won = 0;
    for (const auto& result : results) {
      won += result.ok();
      CHECK((result.ok() || ReasonOf(result) == core::reason::kSlotTaken ||
             ReasonOf(result) == core::reason::kOfferUsed));
    }
    CHECK(won == 1);
  }
}

TEST_CASE("adjacent times are free, overlapping ones are not") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  clinic.AddSite(caller);
  clinic.AddDoctor(caller);
  clinic.AddDoctor(caller, "52000111");
  REQUIRE(clinic.Book(caller, clinic.Payload("2026-12-01T14:00:00Z", "2026-12-01T15:00:00Z")).ok());
  CHECK(clinic.Book(caller, clinic.Payload("2026-12-01T15:00:00Z", "2026-12-01T16:00:00Z")).ok());
  CHECK(clinic.Book(caller, clinic.Payload("2026-12-01T13:00:00Z", "2026-12-01T14:00:00Z")).ok());
  const auto inside =
      clinic.Book(caller, clinic.Payload("2026-12-01T14:59:59Z", "2026-12-01T15:00:01Z"));
  CHECK(inside.status().code() == absl::StatusCode::kAlreadyExists);
  CHECK(ReasonOf(inside.status()) == core::reason::kSlotTaken);
  CHECK(
      clinic
          .Book(caller, clinic.Payload("2026-12-01T14:00:00Z", "2026-12-01T15:00:00Z", "52000111"))
          .ok());
}

TEST_CASE("a cancelled, a missed and a deleted appointment free their time at once") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  clinic.AddSite(caller);
  clinic.AddDoctor(caller);

  const auto first = clinic.Book(caller, clinic.Payload());
  REQUIRE(first.ok());
  const auto cancelled = clinic.bookings.Cancel(caller, first->id.ToString(), "is ill");
  REQUIRE(cancelled.ok());
  CHECK(cancelled->state == State::kCancelled);
  const auto again = clinic.bookings.Cancel(caller, first->id.ToString(), "");
  CHECK(*again == *cancelled);
  CHECK(clinic.Count("outbox WHERE resource_type = 'Appointment'") == 2);

  const auto second = clinic.Book(caller, clinic.Payload());
  REQUIRE(second.ok());
  REQUIRE(clinic.Change(caller, second->id.ToString(), {.state = "NO_SHOW"}).ok());
  const auto third = clinic.Book(caller, clinic.Payload());
  REQUIRE(third.ok());
  REQUIRE(clinic.bookings.Delete(caller, third->id.ToString()).ok());
  CHECK(clinic.bookings.Delete(caller, third->id.ToString()).code() == absl::StatusCode::kNotFound);
  CHECK(clinic.bookings.Get(caller, third->id.ToString()).status().code() ==
        absl::StatusCode::kNotFound);
  CHECK(clinic.Book(caller, clinic.Payload()).ok());
  CHECK(clinic.Count("outbox WHERE action = 'DELETE'") == 1);
}

TEST_CASE("everything that is wrong with a payload is named, and nothing is stored") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  clinic.AddDoctor(caller);

  // No site at all.
  CHECK(ReasonOf(clinic.Book(caller, clinic.Payload()).status()) == "clinicId REQUIRED");
  clinic.AddSite(caller);

  auto draft = clinic.Payload("2026-12-01T09:00:00-05:00", "2026-12-01T08:00:00-05:00", "1111111");
  draft.patient_doc_number = "99999999";
  draft.clinic_id = core::Ulid::Generate(absl::Now()).ToString();
  const auto refused = clinic.Book(caller, draft).status();
  CHECK(refused.code() == absl::StatusCode::kInvalidArgument);
  CHECK(ReasonOf(refused) ==
        "endAppointment END_BEFORE_START, patientDocNumber PATIENT_NOT_FOUND, "
        "doctorDocNumber DOCTOR_NOT_FOUND, clinicId CLINIC_NOT_FOUND");

  // The doctor's id and document must agree.
  const auto other = clinic.AddDoctor(caller, "52000111");
  draft = clinic.Payload();
  draft.doctor_id = other.id.ToString();
  CHECK(ReasonOf(clinic.Book(caller, draft).status()) == "doctorId DOCTOR_NOT_FOUND");

  testing::RunSql(clinic.test_database.AdminUrl(),
                  "ALTER TABLE practitioners DISABLE TRIGGER practitioners_audit");
  testing::RunSql(clinic.test_database.AdminUrl(),
                  "UPDATE practitioners SET active = false WHERE doc_number = '52000111'");
  CHECK(ReasonOf(clinic
                     .Book(caller, clinic.Payload("2026-12-01T09:00:00-05:00",
                                                  "2026-12-01T09:30:00-05:00", "52000111"))
                     .status()) == "doctorDocNumber DOCTOR_INACTIVE");

  clinic.patients.failure = core::WithInternal(core::refusal::Unavailable(), "");
  CHECK(clinic.Book(caller, clinic.Payload()).status().code() == absl::StatusCode::kUnavailable);
  CHECK(clinic.Count("appointments") == 0);
}

TEST_CASE("the site is the one named, the doctor's, or the tenant's main one") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  const auto main = clinic.AddSite(caller, "Principal");
  const auto south = clinic.AddSite(caller, "Sur");
  CHECK(main.main);
  CHECK_FALSE(south.main);
  clinic.AddDoctor(caller);
  std::vector<core::Violation> warnings;
  const auto second = clinic.directory.CreatePractitioner(caller,
                                                          {.first_name = "Luis",
                                                           .last_name = "Paz",
                                                           .doc_type_id = "CC",
                                                           .doc_number = "52000111",
                                                           .clinic_id = south.id.ToString()},
                                                          warnings);
  REQUIRE(second.ok());
  const std::string start = "2026-12-01T09:00:00Z", end = "2026-12-01T10:00:00Z";
  CHECK(clinic.Book(caller, clinic.Payload(start, end))->location_id == main.id);
  CHECK(clinic.Book(caller, clinic.Payload(start, end, "52000111"))->location_id == south.id);
  auto named = clinic.Payload("2026-12-01T11:00:00Z", "2026-12-01T12:00:00Z", "52000111");
  named.clinic_id = main.id.ToString();
  CHECK(clinic.Book(caller, named)->location_id == main.id);
}

}  // namespace
}  // namespace enlace::appointment::storage
