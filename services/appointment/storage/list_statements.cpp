#include "services/appointment/storage/list_statements.h"

#include <algorithm>
#include <string>
#include <vector>

#include "services/appointment/domain/booking.h"
#include "services/appointment/storage/lists.h"

namespace enlace::appointment::storage {
namespace {

// Outside of what the table can hold.
absl::Time BeforeAll() { return absl::FromCivil(absl::CivilDay(1899), absl::UTCTimeZone()); }
absl::Time AfterAll() { return absl::FromCivil(absl::CivilDay(2202), absl::UTCTimeZone()); }

// Where a list begins. The bounds of a page are as narrow as they can be on both of its ends,
// because an index scan begins at any one of them.
AppointmentCursor Beginning(const AppointmentFilter& filter) {
  static const auto kGreatest = *core::Ulid::FromUuid("ffffffff-ffff-ffff-ffff-ffffffffffff");
  if (filter.descending) return {filter.to.value_or(AfterAll()), kGreatest};
  return {filter.from ? *filter.from - kLongestAppointment : BeforeAll(), core::Ulid()};
}

}  // namespace

const db::Statement kCountBooked{"appointment_count_booked", R"sql(
SELECT d.place, (SELECT count(*) FROM appointments AS a
                  WHERE a.tenant_id = $1 AND a.id >= d.first AND a.id < d.next) AS created
  FROM unnest($2::uuid[], $3::uuid[]) WITH ORDINALITY AS d (first, next, place))sql"};

const db::Statement kFindAppointment{"appointment_find", R"sql(
SELECT a.id, a.start_at, a.end_at, a.patient_id, a.patient_doc_type_id, a.patient_doc_number,
       a.practitioner_id, a.practitioner_doc_type_id, a.practitioner_doc_number, a.location_id,
       a.room_id, a.overbook_reason, a.modality, a.state, a.notification_state, a.appointment_type, a.comment,
       a.custom_fields::text AS custom_fields, a.owner_id, a.created_at, a.updated_at,
       a.deleted_at IS NOT NULL AS deleted, a.version, l.time_zone
  FROM appointments AS a
  JOIN locations AS l ON l.tenant_id = a.tenant_id AND l.id = a.location_id
 WHERE a.tenant_id = $1::uuid AND l.tenant_id = $1::uuid AND a.id = $2::uuid
   AND a.deleted_at IS NULL)sql"};

const db::Statement& ListStatementFor(const AppointmentFilter& filter) {
  const auto& lists = filter.descending ? Descending() : Ascending();
  if (filter.by_creation) return lists.by_creation;
  if (filter.patient) return lists.by_patient;
  if (filter.doctor) return filter.doctor->id ? lists.by_doctor : lists.by_doctor_document;
  // A doctor's or a patient's appointments are few; a field may be most of the tenant's.
  if (filter.custom_fields.size() == 1) return lists.by_field;
  if (!filter.custom_fields.empty()) return lists.by_fields;
  // Their indexes go on by start, so that a span of days narrows them further.
  if (filter.location_id) return lists.by_site;
  if (filter.appointment_type) return lists.by_type;
  if (filter.notification_state) return lists.by_notification;
  if (filter.state) return lists.by_state;
  if (filter.modality) return lists.by_modality;
  return lists.by_time;
}

db::Params ListParams(const Caller& caller, const AppointmentFilter& filter,
                      const std::optional<AppointmentCursor>& after, int limit) {
  const auto cursor = after.value_or(Beginning(filter));
  if (filter.by_creation) {
    return db::Params().Id(caller.context.tenant_id).Id(cursor.id).Int(limit);
  }
  constexpr auto kMicrosecond = absl::Microseconds(1);
  const absl::Time from = filter.from.value_or(BeforeAll());
  const absl::Time earliest = from - kLongestAppointment;
  const absl::Time latest = filter.to.value_or(AfterAll());
  const PersonName doctor = filter.doctor.value_or(PersonName());
  std::vector<std::string> keys, values;
  for (const auto& [key, value] : filter.custom_fields) {
    keys.push_back(key);
    values.push_back(value);
  }

  db::Params params;
  params.Id(caller.context.tenant_id)
      .Time(filter.descending ? earliest : std::max(earliest, cursor.start - kMicrosecond))
      .Time(filter.descending ? std::min(latest, cursor.start + kMicrosecond) : latest)
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
