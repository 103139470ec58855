#include "services/appointment/domain/inline_patient.h"

#include <catch2/catch_test_macros.hpp>
#include <functional>

#include "libs/core/reasons.h"
#include "libs/db/write_intent.h"
#include "services/appointment/storage/clinic_fixture.h"

namespace enlace::appointment::storage {
namespace {

// A person as the patient service would judge and register them.
class Camila final : public InlinePatient {
 public:
  absl::StatusOr<Verdict> Judge() override { return judged; }
  absl::StatusOr<core::Ulid> Register(const core::Ulid& id) override {
    ++registrations;
    if (meanwhile) meanwhile();
    if (!failure.ok()) return failure;
    return registered_before.value_or(id);
  }

  absl::StatusOr<Verdict> judged =
      Verdict{.document = {"CC", "1018765432"},
              .warnings = {{"patient.epsId", "EPS_UNKNOWN", "is not in the list"}}};
  std::function<void()> meanwhile;
  absl::Status failure;
  std::optional<core::Ulid> registered_before;
  int registrations = 0;
};

class Fixture : public ClinicFixture {
 public:
  Fixture() {
    AddSite(caller);
    AddDoctor(caller);
  }

  AppointmentDraft Draft() const {
    auto draft = Payload();
    draft.patient_doc_type_id.clear();
    draft.patient_doc_number.clear();
    draft.has_inline_patient = true;
    return draft;
  }
  absl::StatusOr<Appointment> BookWith(const AppointmentDraft& draft) {
    return bookings.Create(caller, patients, draft, notes, &camila);
  }

  const Caller caller = CallerOf(alpha);
  Camila camila;
  BookingNotes notes;
};

TEST_CASE("a new person is registered once, under the id that the booking has") {
  Fixture f;
  std::optional<long> visible;
  f.camila.meanwhile = [&] { visible = f.Count("appointments"); };
  const auto booked = f.BookWith(f.Draft());
  REQUIRE(booked.ok());
  CHECK(visible == 0);  // not committed by then
  CHECK(f.camila.registrations == 1);
  CHECK(booked->patient_document == clinical::IdentityDocument{"CC", "1018765432"});
  CHECK(f.Count("appointments WHERE patient_id = '" + booked->patient_id.ToUuid() + "'") == 1);
  REQUIRE(f.notes.warnings.size() == 1);
  CHECK(f.notes.warnings[0].field == "patient.epsId");
}

TEST_CASE("while a person is registered nobody else gets the time") {
  Fixture f;
  absl::Status racer;
  f.camila.meanwhile = [&] {
    auto other = f.CallerOf(f.alpha);
    other.deadline = absl::Now() + absl::Milliseconds(300);
    racer = f.Book(other, f.Payload()).status();
  };
  CHECK(f.BookWith(f.Draft()).ok());
  CHECK(absl::IsDeadlineExceeded(racer));
  CHECK(f.Count("appointments") == 1);
}

TEST_CASE("who has the document already is booked and not registered") {
  Fixture f;
  const auto id = core::Ulid::Generate(absl::Now());
  f.camila.judged->id = id;
  CHECK(f.BookWith(f.Draft())->patient_id == id);
  CHECK(f.camila.registrations == 0);
}

TEST_CASE("whoever was registered meanwhile is booked, by one appointment with one event") {
  Fixture f;
  f.camila.registered_before = core::Ulid::Generate(absl::Now());
  const auto booked = f.BookWith(f.Draft());
  REQUIRE(booked.ok());
  CHECK(booked->patient_id == *f.camila.registered_before);
  CHECK(booked->version == 1);
  CHECK(f.Count("outbox WHERE resource_type = 'Appointment'") == 1);
  CHECK(f.Count("busy_times") == 1);
}

TEST_CASE("a booking whose person could not be registered leaves nothing, and its time is free") {
  Fixture f;
  f.camila.failure = core::refusal::UnavailablePatients();
  CHECK(absl::IsUnavailable(f.BookWith(f.Draft()).status()));
  CHECK(f.Count("appointments") + f.Count("busy_times") +
            f.Count("outbox WHERE resource_type = 'Appointment'") ==
        0);
  CHECK(f.Book(f.caller, f.Payload()).ok());
}

TEST_CASE("a refused booking registers nobody") {
  Fixture f;
  REQUIRE(f.Book(f.caller, f.Payload()).ok());
  CHECK(ReasonOf(f.BookWith(f.Draft()).status()) == "SLOT_TAKEN");
  auto draft = f.Draft();
  draft.start = "2026-12-01T15:00:00-05:00";
  draft.end = "2026-12-01T15:30:00-05:00";
  draft.doctor_doc_number = "79555112";
  CHECK(ReasonOf(f.BookWith(draft).status()) == "doctorDocNumber DOCTOR_NOT_FOUND");
  CHECK(f.camila.registrations == 0);
}

TEST_CASE("what is wrong with the person and with the booking is named at once") {
  Fixture f;
  f.camila.judged = core::InvalidFields({core::violation::EmailFormat("patient.email")});
  auto draft = f.Draft();
  draft.patient_id = core::Ulid::Generate(absl::Now()).ToString();
  draft.modality = "BY_PHONE";
  draft.doctor_doc_number = "79555112";
  CHECK(ReasonOf(f.BookWith(draft).status()) ==
        "patientId PATIENT_FIELD, modality MODALITY, patient.email EMAIL_FORMAT, doctorDocNumber "
        "DOCTOR_NOT_FOUND");
}

TEST_CASE("under an intent, too, a booking is undone and made again for who was registered") {
  Fixture f;
  f.camila.registered_before = core::Ulid::Generate(absl::Now());
  db::WriteIntent tried(std::nullopt);
  auto caller = f.caller;
  caller.context.intent = &tried;
  const auto booked = f.bookings.Create(caller, f.patients, f.Draft(), f.notes, &f.camila);
  REQUIRE(booked.ok());
  CHECK(booked->patient_id == *f.camila.registered_before);
  CHECK_FALSE(tried.lost());
  tried.Discard();
  CHECK(f.Count("appointments") == 0);
}

}  // namespace
}  // namespace enlace::appointment::storage
