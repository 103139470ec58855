#include "services/appointment/storage/clinic_fixture.h"

#include <stdexcept>

#include "libs/testing/sql.h"

namespace enlace::appointment::storage {
namespace {

template <typename Value>
Value OrThrow(absl::StatusOr<Value> value) {
  if (!value.ok()) {
    throw std::runtime_error(value.status().ToString() + " " +
                             core::DetailsOf(value.status()).internal);
  }
  return *std::move(value);
}

}  // namespace

absl::StatusOr<std::optional<PatientReference>> KnownPatients::Resolve(const PersonName& name) {
  if (!failure.ok()) return failure;
  for (const auto& [number, id] : ids) {
    const bool named =
        (!name.id || *name.id == id) && (!name.document || name.document->number == number);
    if (named) return std::optional(PatientReference{id, {{"CC", number}}, workflow});
  }
  return std::optional<PatientReference>();
}

ClinicFixture::ClinicFixture(int pool_size)
    : database(OrThrow(db::TenantDatabase::Open({.url = test_database.RuntimeUrl(),
                                                 .pool_size = pool_size,
                                                 .acquire_timeout = absl::Seconds(20)}))),
      appointments(*database),
      directory_rows(*database),
      type_rows(*database),
      room_rows(*database),
      availability_rows(*database),
      bookings(appointments, offer_ids, catalogs, clock),
      directory(directory_rows, catalogs, clock),
      types(type_rows, catalogs, clock),
      rooms(room_rows, clock),
      availabilities(availability_rows, clock) {}

Caller ClinicFixture::CallerOf(const core::Ulid& tenant) const {
  return {.context = {.tenant_id = tenant,
                      .actor_id = "01ARZ3NDEKTSV4RRFFQ69G5FAY",
                      .actor_type = "API_KEY",
                      .actor_email = "bot@example.com",
                      .request_id = "request-1"},
          .owner_id = "bot@example.com",
          .time_zone = "America/Bogota",
          .may_list = true,
          .deadline = absl::Now() + absl::Seconds(30)};
}

Location ClinicFixture::AddSite(const Caller& caller, const std::string& name) {
  std::vector<core::Violation> warnings;
  return OrThrow(directory.CreateLocation(caller, {.name = name}, warnings));
}

Practitioner ClinicFixture::AddDoctor(const Caller& caller, const std::string& doc_number) {
  std::vector<core::Violation> warnings;
  return OrThrow(directory.CreatePractitioner(
      caller,
      {.first_name = "Ana", .last_name = "Gómez", .doc_type_id = "CC", .doc_number = doc_number},
      warnings));
}

AppointmentDraft ClinicFixture::Payload(const std::string& start, const std::string& end,
                                        const std::string& doctor) {
  return {.event_type = "APPOINTMENT",
          .action_type = "CREATE",
          .start = start,
          .end = end,
          .patient_doc_type_id = "CC",
          .patient_doc_number = "1032456789",
          .doctor_doc_type_id = "CC",
          .doctor_doc_number = doctor,
          .modality = "IN_PERSON",
          .appointment_type = "GENERAL",
          .comment = "Primera vez",
          .custom_fields = {{"channel", "whatsapp"}}};
}

absl::StatusOr<Appointment> ClinicFixture::Book(const Caller& caller,
                                                const AppointmentDraft& draft) {
  BookingNotes notes;
  return bookings.Create(caller, patients, draft, notes);
}

absl::StatusOr<Appointment> ClinicFixture::Change(const Caller& caller, const std::string& id,
                                                  const AppointmentPatch& patch) {
  BookingNotes notes;
  return bookings.Update(caller, id, patch, notes);
}

long ClinicFixture::Count(const std::string& table_and_condition) const {
  return testing::RunSql(test_database.AdminUrl(),
                         "SELECT count(*) AS n FROM " + table_and_condition)[0]
      .Int("n");
}

std::string ReasonOf(const absl::Status& status) {
  const auto details = core::DetailsOf(status);
  if (details.violations.empty()) return details.reason;
  std::string joined;
  for (const auto& violation : details.violations) {
    joined += (joined.empty() ? "" : ", ") + violation.field + " " + violation.reason;
  }
  return joined;
}

}  // namespace enlace::appointment::storage
