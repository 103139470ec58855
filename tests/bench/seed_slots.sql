-- The weekly hours of a tenant's doctors, numbered from :first_doctor, at its site, and half of the
-- times of their next 92 days taken: every other half hour. As in seed_appointment.sql.
SET session_replication_role = replica;
SET synchronous_commit = off;

INSERT INTO practitioner_roles (tenant_id, id, practitioner_id, location_id, available_times)
SELECT :'tenant', gen_random_uuid(), p.id, l.id,
       '[{"daysOfWeek": ["MON", "TUE", "WED", "THU", "FRI"], "startTime": "08:00", "endTime": "16:00",
          "onHolidays": false}]'
  FROM practitioners AS p, locations AS l
 WHERE p.tenant_id = :'tenant' AND l.tenant_id = :'tenant';

INSERT INTO busy_times (tenant_id, practitioner_id, start_at, end_at, holder_id)
SELECT p.tenant_id, p.id, slot, slot + interval '30 min', gen_random_uuid()
  FROM practitioners AS p,
       generate_series(0, 92) AS day,
       generate_series(date_trunc('day', now() AT TIME ZONE 'America/Bogota') + day * interval '1 day' + interval '8 h',
                       date_trunc('day', now() AT TIME ZONE 'America/Bogota') + day * interval '1 day' + interval '15 h',
                       interval '1 h') AS local_slot,
       LATERAL (SELECT local_slot AT TIME ZONE 'America/Bogota' AS slot) AS zoned
 WHERE p.tenant_id = :'tenant' AND date_part('isodow', local_slot) < 6;
