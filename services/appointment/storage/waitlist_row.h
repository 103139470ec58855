#pragma once

#include <string_view>

#include "libs/db/rows.h"
#include "services/appointment/domain/waitlist_entry.h"

namespace enlace::appointment::storage {

// What ReadWaitlistEntry reads, of the tables that kWaitlistTables joins; $1 is the tenant.
inline constexpr std::string_view kWaitlistColumns = R"sql(
SELECT e.id, e.patient_id, e.practitioner_id, e.specialty, e.location_id, e.city,
       e.appointment_type, e.duration_minutes, e.modality, e.eps_id, e.language, e.earliest_at,
       e.latest_at, e.days, e.part_of_day, e.status, e.appointment_id, e.created_at, e.updated_at,
       o.offer_id, o.appointment_type AS offered_type, o.modality AS offered_modality,
       h.expires_at, h.start_at, h.end_at, h.practitioner_id AS offered_practitioner_id,
       h.location_id AS offered_location_id,
       concat_ws(' ', p.first_name, p.second_name, p.last_name, p.second_last_name) AS doctor_name,
       l.name AS site_name, l.time_zone)sql";

inline constexpr std::string_view kWaitlistTables = R"sql(
  FROM waitlist_entries AS e
  LEFT JOIN waitlist_offers AS o
    ON o.tenant_id = $1::uuid AND o.id = e.hold_id AND e.status = 'OFFERED'
  LEFT JOIN slot_holds AS h ON h.tenant_id = $1::uuid AND h.id = o.id
  LEFT JOIN practitioners AS p ON p.tenant_id = $1::uuid AND p.id = h.practitioner_id
  LEFT JOIN locations AS l ON l.tenant_id = $1::uuid AND l.id = h.location_id)sql";

WaitlistEntry ReadWaitlistEntry(const db::Row& row);

}  // namespace enlace::appointment::storage
