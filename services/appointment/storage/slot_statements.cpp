#include "services/appointment/storage/slot_statements.h"

namespace enlace::appointment::storage {

const db::Statement kSlotType{"slot_type", R"sql(
SELECT t.id, t.code, t.name, t.duration_minutes, t.buffer_before_minutes, t.buffer_after_minutes,
       t.modality, t.specialties, t.bookable_by = 'STAFF' AS staff_only, t.min_notice_minutes,
       t.max_days_ahead
  FROM appointment_types AS t
 WHERE t.tenant_id = $1::uuid AND t.code = $2::text AND t.active AND t.deleted_at IS NULL)sql"};

const db::Statement kSlotTypeCodes{"slot_type_codes", R"sql(
SELECT t.code AS name
  FROM appointment_types AS t
 WHERE t.tenant_id = $1::uuid AND t.active AND t.deleted_at IS NULL
 ORDER BY t.code
 LIMIT 50)sql"};

const db::Statement kSlotSpecialties{"slot_specialties", R"sql(
SELECT min(p.specialty) AS name, p.specialty_folded = fold_text($2::text) AS wished
  FROM practitioners AS p
 WHERE p.tenant_id = $1::uuid AND p.active AND p.deleted_at IS NULL AND p.specialty IS NOT NULL
 GROUP BY p.specialty_folded
 ORDER BY wished DESC, p.specialty_folded
 LIMIT 50)sql"};

const db::Statement kSlotDoctors{"slot_doctors", R"sql(
SELECT r.practitioner_id, concat_ws(' ', p.first_name, p.second_name, p.last_name,
                                    p.second_last_name) AS doctor_name,
       p.specialty, p.languages, r.location_id, l.name AS site_name, l.address, l.city, l.time_zone,
       l.country, l.insurers, r.available_times::text AS available_times,
       ($7::uuid IS NULL OR l.id = $7::uuid)
         AND ($8::text IS NULL OR coalesce(l.city_folded = fold_text($8::text), false))
         AS site_wished,
       EXISTS (SELECT FROM rooms AS m
                WHERE m.tenant_id = $1::uuid AND m.location_id = l.id AND m.active
                  AND m.deleted_at IS NULL) AS has_rooms
  FROM practitioner_roles AS r
  JOIN practitioners AS p
    ON p.tenant_id = $1::uuid AND p.id = r.practitioner_id AND p.active AND p.deleted_at IS NULL
  JOIN locations AS l
    ON l.tenant_id = $1::uuid AND l.id = r.location_id AND l.active AND l.deleted_at IS NULL
 WHERE r.tenant_id = $1::uuid AND r.active AND r.deleted_at IS NULL
   AND ($2::uuid IS NULL OR p.id = $2::uuid)
   AND ($3::text IS NULL OR (p.doc_type_id = $3::text AND p.doc_number = $4::text))
   AND ($5::text IS NULL OR p.specialty_folded = fold_text($5::text))
   AND (cardinality($6::text[]) = 0
        OR p.specialty_folded IN (SELECT fold_text(s.name) FROM unnest($6::text[]) AS s (name)))
 ORDER BY r.practitioner_id, r.location_id)sql"};

const db::Statement kSlotExceptions{"slot_exceptions", R"sql(
SELECT e.id, e.practitioner_id, e.location_id, e.kind, e.start_at, e.end_at
  FROM schedule_exceptions AS e
 WHERE e.tenant_id = $1::uuid AND e.deleted_at IS NULL
   AND e.end_at > $2::timestamptz AND e.start_at < $3::timestamptz
 ORDER BY e.start_at)sql"};

const db::Statement kSlotHolidays{"slot_holidays", R"sql(
SELECT h.country, h.day::text AS day
  FROM holidays AS h
 WHERE $1::uuid IS NOT NULL AND h.day BETWEEN $2::date AND $3::date
 ORDER BY h.country, h.day)sql"};

// No busy time is longer than an appointment with its buffers: 20 hours. The condition on the start
// alone leads into the primary key. A doctor's times are one text of Unix seconds, "start end,…":
// arrays in order took twice as long for 100,000 times, and so did one grouping of all doctors,
// which sorts.
const db::Statement kSlotBusyTimes{"slot_busy_times", R"sql(
SELECT d.id AS practitioner_id, t.spans
  FROM unnest($2::uuid[]) AS d (id)
 CROSS JOIN LATERAL (
   SELECT string_agg(date_part('epoch', b.start_at)::bigint::text || ' '
                       || date_part('epoch', b.end_at)::bigint::text, ',') AS spans
     FROM busy_times AS b
    WHERE b.tenant_id = $1::uuid AND b.practitioner_id = d.id
      AND b.start_at > $3::timestamptz - interval '20 hours' AND b.start_at < $4::timestamptz
      AND b.end_at > $3::timestamptz
      AND (b.held_until IS NULL OR b.held_until > now())) AS t
 WHERE t.spans IS NOT NULL)sql"};

const db::Statement kSlotRoomTimes{"slot_room_times", R"sql(
SELECT r.location_id,
       coalesce(string_agg(date_part('epoch', b.start_at)::bigint::text || ' '
                             || date_part('epoch', b.end_at)::bigint::text, ','), '') AS spans
  FROM rooms AS r
  LEFT JOIN busy_times AS b
    ON b.tenant_id = $1::uuid AND b.room_id = r.id
   AND b.start_at > $3::timestamptz - interval '20 hours' AND b.start_at < $4::timestamptz
   AND b.end_at > $3::timestamptz AND (b.held_until IS NULL OR b.held_until > now())
 WHERE r.tenant_id = $1::uuid AND r.location_id = ANY ($2::uuid[]) AND r.active
   AND r.deleted_at IS NULL
 GROUP BY r.location_id, r.id)sql"};

}  // namespace enlace::appointment::storage
