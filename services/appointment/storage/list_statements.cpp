#include "services/appointment/storage/list_statements.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"
#include "services/appointment/domain/booking.h"
#include "services/appointment/storage/appointment_row.h"

namespace enlace::appointment::storage {
namespace {

// An appointment that ends after `from` starts after $2, at most 12 hours earlier: that bound lets
// the order's own index begin there. A doctor's document is looked up first. Nothing is joined, so
// that a page is read in the index's order and no further than its end.
constexpr std::string_view kMatching = R"sql(,
       (SELECT l.time_zone FROM locations AS l
         WHERE l.tenant_id = $1::uuid AND l.id = a.location_id) AS time_zone
  FROM appointments AS a
 WHERE a.tenant_id = $1::uuid AND a.deleted_at IS NULL
   AND a.start_at > $2::timestamptz AND a.start_at < $3::timestamptz
   AND a.end_at > $4::timestamptz
   AND (a.start_at, a.id) > ($5::timestamptz, $6::uuid)
   AND ($8::text IS NULL OR a.modality = $8::text)
   AND ($9::text IS NULL OR a.state = $9::text)
   AND ($10::text IS NULL OR a.notification_state = $10::text)
   AND ($11::text IS NULL OR a.appointment_type = $11::text)
   AND ($12::uuid IS NULL OR a.practitioner_id = $12::uuid)
   AND ($13::text IS NULL OR a.practitioner_id = (
     SELECT p.id FROM practitioners AS p
      WHERE p.tenant_id = $1::uuid AND p.deleted_at IS NULL
        AND p.doc_type_id = $13::text AND p.doc_number = $14::text))
   AND ($15::uuid IS NULL OR a.patient_id = $15::uuid)
   AND ($16::uuid IS NULL OR a.location_id = $16::uuid)
   AND (cardinality($17::text[]) = 0 OR NOT EXISTS (
     SELECT FROM unnest($17::text[], $18::text[]) AS wanted (key, value)
      WHERE a.custom_fields ->> wanted.key IS DISTINCT FROM wanted.value)))sql";

constexpr std::string_view kOrder = "\n ORDER BY a.start_at, a.id LIMIT $7::int";

std::string Listing(std::string_view narrowest) {
  return absl::StrCat("SELECT", core::Absl(kAppointmentColumns), core::Absl(kMatching),
                      core::Absl(narrowest), core::Absl(kOrder));
}

}  // namespace

const db::Statement kFindAppointment{"appointment_find", R"sql(
SELECT a.id, a.start_at, a.end_at, a.patient_id, a.patient_doc_type_id, a.patient_doc_number,
       a.practitioner_id, a.practitioner_doc_type_id, a.practitioner_doc_number, a.location_id,
       a.modality, a.state, a.notification_state, a.appointment_type, a.comment,
       a.custom_fields::text AS custom_fields, a.owner_id, a.created_at, a.updated_at,
       a.deleted_at IS NOT NULL AS deleted, l.time_zone
  FROM appointments AS a
  JOIN locations AS l ON l.tenant_id = a.tenant_id AND l.id = a.location_id
 WHERE a.tenant_id = $1::uuid AND l.tenant_id = $1::uuid AND a.id = $2::uuid
   AND a.deleted_at IS NULL)sql"};

const db::Statement& ListStatementFor(const AppointmentFilter& filter) {
  static const auto& by_time_sql = *new std::string(Listing(""));
  static const auto& by_patient_sql = *new std::string(Listing("\n AND a.patient_id = $15::uuid"));
  static const auto& by_doctor_sql =
      *new std::string(Listing("\n AND a.practitioner_id = $12::uuid"));
  static const auto& by_doctor_document_sql = *new std::string(Listing(R"sql(
   AND a.practitioner_id = (
     SELECT p.id FROM practitioners AS p
      WHERE p.tenant_id = $1::uuid AND p.deleted_at IS NULL
        AND p.doc_type_id = $13::text AND p.doc_number = $14::text))sql"));
  static const auto& by_site_sql = *new std::string(Listing("\n AND a.location_id = $16::uuid"));
  static const auto& by_type_sql =
      *new std::string(Listing("\n AND a.appointment_type = $11::text"));
  static const auto& by_notification_sql =
      *new std::string(Listing("\n AND a.notification_state = $10::text"));
  static const auto& by_state_sql = *new std::string(Listing("\n AND a.state = $9::text"));
  static const auto& by_modality_sql = *new std::string(Listing("\n AND a.modality = $8::text"));

  static const db::Statement kByTime{"appointment_list", by_time_sql.c_str()};
  static const db::Statement kByPatient{"appointment_list_by_patient", by_patient_sql.c_str()};
  static const db::Statement kByDoctor{"appointment_list_by_doctor", by_doctor_sql.c_str()};
  static const db::Statement kByDoctorDocument{"appointment_list_by_doctor_document",
                                               by_doctor_document_sql.c_str()};
  static const db::Statement kBySite{"appointment_list_by_site", by_site_sql.c_str()};
  static const db::Statement kByType{"appointment_list_by_type", by_type_sql.c_str()};
  static const db::Statement kByNotification{"appointment_list_by_notification",
                                             by_notification_sql.c_str()};
  static const db::Statement kByState{"appointment_list_by_state", by_state_sql.c_str()};
  static const db::Statement kByModality{"appointment_list_by_modality", by_modality_sql.c_str()};

  if (filter.patient) return kByPatient;
  if (filter.doctor) return filter.doctor->id ? kByDoctor : kByDoctorDocument;
  // Their indexes go on by start, so that a span of days narrows them further.
  if (filter.location_id) return kBySite;
  if (filter.appointment_type) return kByType;
  if (filter.notification_state) return kByNotification;
  if (filter.state) return kByState;
  if (filter.modality) return kByModality;
  return kByTime;
}

db::Params ListParams(const Caller& caller, const AppointmentFilter& filter,
                      const std::optional<AppointmentCursor>& after, int limit) {
  // Outside of what the table can hold.
  static const absl::Time kBefore = absl::FromCivil(absl::CivilDay(1899), absl::UTCTimeZone());
  static const absl::Time kAfter = absl::FromCivil(absl::CivilDay(2202), absl::UTCTimeZone());
  const absl::Time from = filter.from.value_or(kBefore);
  const auto cursor = after.value_or(AppointmentCursor{kBefore, core::Ulid()});
  const PersonName doctor = filter.doctor.value_or(PersonName());
  std::vector<std::string> keys, values;
  for (const auto& [key, value] : filter.custom_fields) {
    keys.push_back(key);
    values.push_back(value);
  }

  db::Params params;
  params.Id(caller.context.tenant_id)
      .Time(from - kLongestAppointment)
      .Time(filter.to.value_or(kAfter))
      .Time(from)
      .Time(cursor.start)
      .Id(cursor.id)
      .Int(limit)
      .Text(filter.modality)
      .Text(filter.state ? std::optional(std::string(StateName(*filter.state))) : std::nullopt)
      .Text(filter.notification_state)
      .Text(filter.appointment_type)
      .Id(doctor.id);
  if (doctor.document) {
    params.Text(doctor.document->type).Text(doctor.document->number);
  } else {
    params.Null().Null();
  }
  params.Id(filter.patient ? filter.patient->id : std::nullopt)
      .Id(filter.location_id)
      .TextArray(keys)
      .TextArray(values);
  return params;
}

}  // namespace enlace::appointment::storage
