#pragma once

#include <string_view>

#include "libs/db/rows.h"
#include "services/appointment/domain/waitlist_entry.h"

namespace enlace::appointment::storage {

// What ReadWaitlistEntry reads, of an entry `e` and what kWaitlistJoins joins; $1 is the
// tenant.
inline constexpr std::string_view kWaitlistColumns = R"sql(
SELECT e.id, e.patient_id, e.practitioner_id, e.specialty, e.location_id, e.city,
       e.appointment_type, e.duration_minutes, e.modality, e.eps_id, e.language, e.earliest_at,
       e.latest_at, e.days, e.part_of_day, e.status, e.appointment_id, e.created_at, e.updated_at,
       o.offer_id, o.appointment_type AS offered_type, o.modality AS offered_modality,
       h.expires_at, h.start_at, h.end_at, h.practitioner_id AS offered_practitioner_id,
       h.location_id AS offered_location_id,
       concat_ws(' ', p.first_name, p.second_name, p.last_name, p.second_last_name) AS doctor_name,
       l.name AS site_name, l.time_zone)sql";

// Entry by entry: OFFSET keeps the planner from reading every offer that was ever made.
inline constexpr std::string_view kWaitlistJoins = R"sql(
  LEFT JOIN LATERAL (
    SELECT * FROM waitlist_offers AS m
     WHERE m.tenant_id = $1::uuid AND m.id = e.hold_id AND e.status = 'OFFERED' OFFSET 0) AS o ON true
  LEFT JOIN LATERAL (
    SELECT * FROM slot_holds AS k
     WHERE k.tenant_id = $1::uuid AND k.id = o.id OFFSET 0) AS h ON true
  LEFT JOIN practitioners AS p ON p.tenant_id = $1::uuid AND p.id = h.practitioner_id
  LEFT JOIN locations AS l ON l.tenant_id = $1::uuid AND l.id = h.location_id)sql";

inline constexpr std::string_view kWaitlistEntry = "\n  FROM waitlist_entries AS e";

// Ends the choice of entries `w` that are one page: $2 the entry before, $3 how many. CASE, because
// coalesce might leak, and under row-level security what might leak is no way into an index.
inline constexpr std::string_view kWaitlistPage = R"sql(
   AND (w.created_at, w.id) > (
     CASE WHEN $2::uuid IS NULL THEN '-infinity'
          ELSE (SELECT c.created_at FROM waitlist_entries AS c
                 WHERE c.tenant_id = $1::uuid AND c.id = $2::uuid) END,
     CASE WHEN $2::uuid IS NULL THEN '00000000-0000-0000-0000-000000000000' ELSE $2::uuid END)
 ORDER BY w.created_at, w.id
 LIMIT $3::int)sql";

WaitlistEntry ReadWaitlistEntry(const db::Row& row);

}  // namespace enlace::appointment::storage
