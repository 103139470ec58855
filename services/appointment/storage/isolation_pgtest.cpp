#include <catch2/catch_test_macros.hpp>

#include "libs/core/reasons.h"
#include "libs/testing/catalog_lint.h"
#include "libs/testing/sql.h"
#include "services/appointment/storage/clinic_fixture.h"

namespace enlace::appointment::storage {
namespace {

TEST_CASE("the catalogues keep the rules of tenant isolation") {
  const testing::TestDatabase database("appointment");
  CHECK(testing::LintCatalog(database.AdminUrl(), "enlace_appointment_runtime").empty());
}

TEST_CASE("two tenants know the same doctor apart and book the same time") {
  ClinicFixture clinic;
  const auto alpha = clinic.CallerOf(clinic.alpha), beta = clinic.CallerOf(clinic.beta);
  for (const auto& caller : {alpha, beta}) {
    clinic.AddSite(caller);
    clinic.AddDoctor(caller);
  }
  const auto of_alpha = clinic.Book(alpha, clinic.Payload());
  const auto of_beta = clinic.Book(beta, clinic.Payload());
  REQUIRE(of_alpha.ok());
  REQUIRE(of_beta.ok());
  CHECK(of_alpha->practitioner_id != of_beta->practitioner_id);
  const auto list = clinic.bookings.List(beta, clinic.patients, {}, 50, "", {});
  REQUIRE(list->appointments.size() == 1);
  CHECK(list->appointments[0].id == of_beta->id);
}

TEST_CASE("a doctor's document names one doctor of a tenant") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  clinic.AddDoctor(caller);
  std::vector<core::Violation> warnings;
  const auto twice = clinic.directory.CreatePractitioner(
      caller, {.first_name = "X", .last_name = "Y", .doc_type_id = "CC", .doc_number = "79555111"},
      warnings);
  CHECK(twice.status().code() == absl::StatusCode::kAlreadyExists);
  CHECK(ReasonOf(twice.status()) == core::reason::kDocumentExists);
}

TEST_CASE("foreign, absent and malformed ids get one answer") {
  ClinicFixture clinic;
  const auto alpha = clinic.CallerOf(clinic.alpha), beta = clinic.CallerOf(clinic.beta);
  const auto site = clinic.AddSite(alpha);
  const auto doctor = clinic.AddDoctor(alpha);
  const auto booked = clinic.Book(alpha, clinic.Payload());
  clinic.AddSite(beta);
  clinic.AddDoctor(beta, "52000111");

  for (const std::string& id :
       {booked->id.ToString(), core::Ulid::Generate(absl::Now()).ToString(), std::string("42")}) {
    const auto absent = core::refusal::NotFoundAppointment();
    CHECK(clinic.bookings.Get(beta, id).status() == absent);
    CHECK(clinic.Change(beta, id, {.comment = "x"}).status() == absent);
    CHECK(clinic.Change(beta, id, {.start = "2026-12-01T09:00:00Z"}).status() == absent);
    CHECK(clinic.bookings.Cancel(beta, id, "").status() == absent);
    CHECK(clinic.bookings.Delete(beta, id) == absent);
  }
  CHECK(clinic.directory.GetPractitioner(beta, doctor.id.ToString()).status() ==
        core::refusal::NotFoundDoctor());
  CHECK(clinic.directory.GetLocation(beta, site.id.ToString()).status() ==
        core::refusal::NotFoundSite());

  auto draft = clinic.Payload("2026-12-02T09:00:00Z", "2026-12-02T10:00:00Z");
  draft.doctor_doc_type_id = draft.doctor_doc_number = "";
  draft.doctor_id = doctor.id.ToString();
  draft.clinic_id = site.id.ToString();
  CHECK(ReasonOf(clinic.Book(beta, draft).status()) ==
        "doctorId DOCTOR_NOT_FOUND, clinicId CLINIC_NOT_FOUND");
  std::vector<core::Violation> warnings;
  const auto foreign_site = clinic.directory.CreatePractitioner(beta,
                                                                {.first_name = "X",
                                                                 .last_name = "Y",
                                                                 .doc_type_id = "CC",
                                                                 .doc_number = "52000222",
                                                                 .clinic_id = site.id.ToString()},
                                                                warnings);
  CHECK(ReasonOf(foreign_site.status()) == "clinicId CLINIC_NOT_FOUND");
  CHECK(*clinic.bookings.Get(alpha, booked->id.ToString()) == *booked);
}

TEST_CASE("custom fields lead to no other tenant's appointments, nor to those of other owners") {
  ClinicFixture clinic;
  auto alpha = clinic.CallerOf(clinic.alpha);
  clinic.AddSite(alpha);
  clinic.AddDoctor(alpha);
  auto draft = clinic.Payload();
  draft.custom_fields = {{"channel", "phone"}, {"floor", 3}};
  REQUIRE(clinic.Book(alpha, draft).ok());
  CHECK(clinic.Count("appointment_custom_fields") == 2);
  CHECK(clinic.Count("outbox WHERE resource_type = 'Appointment'") == 1);
  const auto found = [&clinic](const Caller& caller, const AppointmentQuery& query) {
    return clinic.bookings.List(caller, clinic.patients, query, 50, "", {})->appointments.size();
  };
  const AppointmentQuery one{.custom_fields = {{"channel", "phone"}}};
  const AppointmentQuery two{.custom_fields = {{"channel", "phone"}, {"floor", "3"}}};
  auto other_owner = alpha;
  other_owner.context.owner_scope = "somebody@example.com";
  for (const auto& query : {one, two}) {
    CHECK(found(alpha, query) == 1);
    CHECK(found(clinic.CallerOf(clinic.beta), query) == 0);
    CHECK(found(other_owner, query) == 0);
  }
  testing::RunSql(clinic.test_database.AdminUrl(), "DELETE FROM appointments");
  CHECK(clinic.Count("appointment_custom_fields") == 0);
}

TEST_CASE("a foreign key can't reach into another tenant") {
  ClinicFixture clinic;
  const auto alpha = clinic.CallerOf(clinic.alpha);
  const auto site = clinic.AddSite(alpha);
  Practitioner doctor;
  doctor.id = core::Ulid::Generate(absl::Now());
  doctor.first_name = "X";
  doctor.last_name = "Y";
  doctor.document = {"CC", "52000222"};
  doctor.location_id = site.id;
  CHECK(clinic.directory_rows.InsertPractitioner(clinic.CallerOf(clinic.beta), doctor)
            .status()
            .code() == absl::StatusCode::kFailedPrecondition);
}

TEST_CASE(
    "row-level security shows nobody's rows without a tenant, and only the owner's in scope") {
  ClinicFixture clinic;
  auto caller = clinic.CallerOf(clinic.alpha);
  clinic.AddSite(caller);
  clinic.AddDoctor(caller);
  const auto booked = clinic.Book(caller, clinic.Payload());
  for (const char* table :
       {"appointments", "appointment_custom_fields", "busy_times", "practitioners", "locations"}) {
    CHECK(testing::RunSql(clinic.test_database.RuntimeUrl(),
                          std::string("SELECT count(*) AS n FROM ") + table)[0]
              .Int("n") == 0);
  }
  caller.context.owner_scope = "somebody@example.com";
  CHECK(clinic.bookings.Get(caller, booked->id.ToString()).status().code() ==
        absl::StatusCode::kNotFound);
  // The time is taken all the same.
  auto draft = clinic.Payload();
  caller.owner_id = "somebody@example.com";
  CHECK(ReasonOf(clinic.Book(caller, draft).status()) == core::reason::kSlotTaken);
  caller.context.owner_scope = "bot@example.com";
  CHECK(clinic.bookings.Get(caller, booked->id.ToString()).ok());
}

TEST_CASE("to who is limited to workflows, appointments of other patients do not exist") {
  ClinicFixture clinic;
  const auto caller = clinic.CallerOf(clinic.alpha);
  clinic.AddSite(caller);
  clinic.AddDoctor(caller);
  clinic.patients.workflow = "prior_auth";
  const auto booked = clinic.Book(caller, clinic.Payload());
  REQUIRE(booked.ok());
  const auto sees = [&](const std::string& workflows) {
    auto limited = caller;
    limited.context.workflows = workflows;
    const bool reads = clinic.bookings.Get(limited, booked->id.ToString()).ok();
    const auto listed = clinic.bookings.List(limited, clinic.patients, {}, 50, "", {});
    CHECK(listed->appointments.size() == (reads ? 1U : 0U));
    return reads;
  };
  CHECK(sees(""));
  CHECK(sees("intake,prior_auth"));
  CHECK_FALSE(sees("intake"));
  // The time is taken all the same.
  auto limited = caller;
  limited.context.workflows = "intake";
  clinic.patients.workflow = "intake";
  CHECK(ReasonOf(clinic.Book(limited, clinic.Payload()).status()) == core::reason::kSlotTaken);
}

}  // namespace
}  // namespace enlace::appointment::storage
