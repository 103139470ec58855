#pragma once

#include <string_view>

#include "libs/db/rows.h"
#include "services/appointment/domain/appointment.h"

namespace enlace::appointment::storage {

// What ReadAppointment reads, of the table alias `a`; the site's time_zone comes beside.
inline constexpr std::string_view kAppointmentColumns = R"sql(
  a.id, a.start_at, a.end_at, a.patient_id, a.patient_doc_type_id, a.patient_doc_number,
  a.practitioner_id, a.practitioner_doc_type_id, a.practitioner_doc_number, a.location_id,
  a.room_id, a.overbook_reason, a.modality, a.state, a.notification_state, a.appointment_type, a.comment,
  a.custom_fields::text AS custom_fields, a.owner_id, a.created_at, a.updated_at,
  a.deleted_at IS NOT NULL AS deleted, a.version)sql";

// Reads those columns and `time_zone`.
Appointment ReadAppointment(const db::Row& row);

}  // namespace enlace::appointment::storage
