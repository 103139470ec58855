#include "services/appointment/storage/booking_statements.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"
#include "services/appointment/storage/appointment_row.h"
#include "services/appointment/storage/doctor_and_site.h"

namespace enlace::appointment::storage {
namespace {

// The exclusion constraint of busy_times decides a race: who loses it waits for the winner, then
// stores nothing.
constexpr std::string_view kBooked = R"sql(, used AS (
  SELECT $19::text IS NOT NULL AND EXISTS (
    SELECT FROM appointments AS o
     WHERE o.tenant_id = $1::uuid AND o.offer = $19::text) AS used
), buffers AS (
  SELECT t.buffer_before_minutes, t.buffer_after_minutes
    FROM appointment_types AS t
   WHERE t.tenant_id = $1::uuid AND t.code = upper($15::text) AND t.deleted_at IS NULL
), booked AS (
  INSERT INTO appointments (
    tenant_id, practitioner_id, practitioner_doc_type_id, practitioner_doc_number, location_id,
    id, start_at, end_at, patient_id, patient_doc_type_id, patient_doc_number, modality, state,
    notification_state, appointment_type, comment, custom_fields, owner_id, offer, room_id,
    overbook_reason, patient_workflow, buffer_before_minutes, buffer_after_minutes)
  SELECT $1::uuid, d.id, d.doc_type_id, d.doc_number, s.id,
         $6::uuid, $7::timestamptz, $8::timestamptz, $9::uuid, $10::text, $11::text, $12::text,
         $13::text, $14::text, $15::text, $16::text, $17::jsonb, $18::text,
         $19::text, $20::uuid, $21::text, $22::text,
         coalesce((SELECT b.buffer_before_minutes FROM buffers AS b), 0),
         coalesce((SELECT b.buffer_after_minutes FROM buffers AS b), 0)
    FROM doctor AS d CROSS JOIN site AS s
   WHERE d.active AND s.active AND NOT (SELECT u.used FROM used AS u)
     AND (SELECT x.found FROM room AS x)
  RETURNING *
))sql";

// Looked up with what the winner of a race stored, and only by who lost it.
constexpr std::string_view kRoomTaken = R"sql(,
  a.id IS NULL AND NOT doctor_is_busy(
    $1::uuid, d.id,
    $7::timestamptz - make_interval(mins => coalesce((SELECT b.buffer_before_minutes FROM buffers AS b), 0)),
    $8::timestamptz + make_interval(mins => coalesce((SELECT b.buffer_after_minutes FROM buffers AS b), 0)),
    $6::uuid) AS room_taken)sql";

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
  static const auto& sql = *new std::string(absl::StrCat(DoctorAndSiteTables("", "$6"), "\nSELECT",
                                                         core::Absl(kFound), core::Absl(kFrom)));
  static const db::Statement kStatement{"appointment_find_doctor_and_site", sql.c_str()};
  return kStatement;
}

db::Params FindDoctorAndSiteParams(const Caller& caller, const Booking& booking) {
  db::Params params;
  AddDoctorAndSite(caller, booking, params);
  params.Id(booking.appointment.room_id);
  return params;
}

const db::Statement& BookStatement() {
  static const auto& sql = *new std::string(
      absl::StrCat(DoctorAndSiteTables(" FOR KEY SHARE", "$20"), core::Absl(kBooked), "\nSELECT",
                   core::Absl(kFound), ", (SELECT u.used FROM used AS u) AS offer_used",
                   core::Absl(kRoomTaken), ",", core::Absl(kAppointmentColumns), ", s.time_zone",
                   core::Absl(kFrom), " LEFT JOIN booked AS a ON true"));
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
      .Text(appointment.owner_id)
      .Text(booking.offer)
      .Id(appointment.room_id)
      .Text(appointment.overbook_reason)
      .Text(appointment.patient_workflow);
  return params;
}

}  // namespace enlace::appointment::storage
