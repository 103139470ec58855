#include "services/appointment/storage/booking_statements.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"
#include "services/appointment/storage/appointment_row.h"

namespace enlace::appointment::storage {
namespace {

// $1 tenant, $2 doctor's id, $3 and $4 doctor's document, $5 site. Of the doctor's two ways in,
// each is answered by its own unique index.
constexpr std::string_view kDoctorAndSite = R"sql(
WITH doctor AS (
  SELECT p.id, p.doc_type_id, p.doc_number, p.location_id, p.active
    FROM practitioners AS p
   WHERE p.tenant_id = $1::uuid AND p.id = $2::uuid AND p.deleted_at IS NULL
     AND ($3::text IS NULL OR (p.doc_type_id = $3::text AND p.doc_number = $4::text))
  UNION ALL
  SELECT p.id, p.doc_type_id, p.doc_number, p.location_id, p.active
    FROM practitioners AS p
   WHERE $2::uuid IS NULL AND p.tenant_id = $1::uuid AND p.deleted_at IS NULL
     AND p.doc_type_id = $3::text AND p.doc_number = $4::text
), chosen AS (
  SELECT coalesce(
    $5::uuid,
    (SELECT l.id FROM doctor AS d JOIN locations AS l ON l.id = d.location_id
      WHERE l.tenant_id = $1::uuid AND l.active AND l.deleted_at IS NULL),
    (SELECT l.id FROM locations AS l
      WHERE l.tenant_id = $1::uuid AND l.main AND l.active AND l.deleted_at IS NULL)) AS id
), site AS (
  SELECT l.id, l.time_zone, l.active
    FROM locations AS l
   WHERE l.tenant_id = $1::uuid AND l.id = (SELECT c.id FROM chosen AS c) AND l.deleted_at IS NULL
))sql";

constexpr std::string_view kFound = R"sql(
  d.active AS doctor_active, s.id AS site_id, s.time_zone AS site_zone, s.active AS site_active)sql";

constexpr std::string_view kFrom = R"sql(
  FROM (VALUES (1)) AS one (row) LEFT JOIN doctor AS d ON true LEFT JOIN site AS s ON true)sql";

// The exclusion constraint of busy_times decides a race: who loses it waits for the winner, then
// stores nothing.
constexpr std::string_view kBooked = R"sql(, booked AS (
  INSERT INTO appointments (
    tenant_id, practitioner_id, practitioner_doc_type_id, practitioner_doc_number, location_id,
    id, start_at, end_at, patient_id, patient_doc_type_id, patient_doc_number, modality, state,
    notification_state, appointment_type, comment, custom_fields, owner_id)
  SELECT $1::uuid, d.id, d.doc_type_id, d.doc_number, s.id,
         $6::uuid, $7::timestamptz, $8::timestamptz, $9::uuid, $10::text, $11::text, $12::text,
         $13::text, $14::text, $15::text, $16::text, $17::jsonb, $18::text
    FROM doctor AS d CROSS JOIN site AS s
   WHERE d.active AND s.active
  RETURNING *
))sql";

void AddDoctorAndSite(const Caller& caller, const Booking& booking, db::Params& params) {
  const PersonName doctor = booking.doctor.value_or(PersonName());
  params.Id(caller.context.tenant_id).Id(doctor.id);
  if (doctor.document) {
    params.Text(doctor.document->type).Text(doctor.document->number);
  } else {
    params.Null().Null();
  }
  params.Id(booking.location_id);
}

}  // namespace

const db::Statement& FindDoctorAndSiteStatement() {
  static const auto& sql = *new std::string(
      absl::StrCat(core::Absl(kDoctorAndSite), "\nSELECT", core::Absl(kFound), core::Absl(kFrom)));
  static const db::Statement kStatement{"appointment_find_doctor_and_site", sql.c_str()};
  return kStatement;
}

db::Params FindDoctorAndSiteParams(const Caller& caller, const Booking& booking) {
  db::Params params;
  AddDoctorAndSite(caller, booking, params);
  return params;
}

const db::Statement& BookStatement() {
  static const auto& sql = *new std::string(
      absl::StrCat(core::Absl(kDoctorAndSite), core::Absl(kBooked), "\nSELECT", core::Absl(kFound),
                   ",", core::Absl(kAppointmentColumns), ", s.time_zone", core::Absl(kFrom),
                   " LEFT JOIN booked AS a ON true"));
  static const db::Statement kStatement{"appointment_book", sql.c_str()};
  return kStatement;
}

db::Params BookParams(const Caller& caller, const Booking& booking) {
  const auto& appointment = booking.appointment;
  db::Params params;
  AddDoctorAndSite(caller, booking, params);
  params.Id(appointment.id)
      .Time(appointment.start)
      .Time(appointment.end)
      .Id(appointment.patient_id);
  if (appointment.patient_document) {
    params.Text(appointment.patient_document->type).Text(appointment.patient_document->number);
  } else {
    params.Null().Null();
  }
  params.Text(appointment.modality)
      .Text(StateName(appointment.state))
      .Text(appointment.notification_state)
      .Text(appointment.appointment_type)
      .Text(appointment.comment)
      .Text(appointment.custom_fields.dump())
      .Text(appointment.owner_id);
  return params;
}

}  // namespace enlace::appointment::storage
