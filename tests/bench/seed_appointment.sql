-- A tenant's site, its doctors, numbered from :first_doctor, and :count appointments of theirs with
-- the patients numbered from :first. As in seed_patient.sql.
SET session_replication_role = replica;
SET synchronous_commit = off;

INSERT INTO locations (tenant_id, id, name, city, time_zone, main)
VALUES (:'tenant', gen_random_uuid(), 'Sede principal', 'Bogotá', 'America/Bogota', true);

INSERT INTO practitioners (tenant_id, id, first_name, last_name, doc_type_id, doc_number, specialty)
SELECT :'tenant', ('01990000-0000-7000-8000-' || n)::uuid, 'Ana', 'Gómez', 'CC', n::text,
       'Medicina general'
  FROM generate_series(:first_doctor::bigint, :first_doctor::bigint + :doctors - 1) AS n;

-- Each doctor's appointments follow each other every half hour, 20 a day.
WITH added AS (
INSERT INTO appointments (tenant_id, id, start_at, end_at, patient_id, patient_doc_type_id,
                          patient_doc_number, practitioner_id, practitioner_doc_type_id,
                          practitioner_doc_number, location_id, modality, state,
                          notification_state, appointment_type, custom_fields, owner_id)
SELECT :'tenant', ('01990000-0000-7000-8000-' || n)::uuid,
       timestamptz '2025-01-01 12:00Z' + slot / 20 * interval '1 day' + slot % 20 * interval '30 min',
       timestamptz '2025-01-01 12:20Z' + slot / 20 * interval '1 day' + slot % 20 * interval '30 min',
       ('01990000-0000-7000-8000-' || n)::uuid, 'CC', n::text,
       ('01990000-0000-7000-8000-' || doctor)::uuid, 'CC', doctor::text,
       (SELECT id FROM locations WHERE tenant_id = :'tenant'), 'IN_PERSON',
       (ARRAY['SCHEDULED', 'CONFIRMED', 'COMPLETED', 'CANCELLED'])[1 + n % 4], 'SENT', 'GENERAL',
       '{"channel": "whatsapp"}', 'bot@clinic.example'
  FROM (SELECT n, :first_doctor::bigint + (n - :first) % :doctors AS doctor,
               (n - :first) / :doctors AS slot
          FROM generate_series(:first::bigint, :first::bigint + :count - 1) AS n) AS numbered
RETURNING tenant_id, practitioner_id, start_at, end_at, state, id, custom_fields
), busy AS (
INSERT INTO busy_times (tenant_id, practitioner_id, start_at, end_at, holder_id)
SELECT tenant_id, practitioner_id, start_at, end_at, id FROM added WHERE state <> 'CANCELLED'
)
INSERT INTO appointment_custom_fields (tenant_id, field_hash, start_at, appointment_id)
SELECT tenant_id, field_hash, start_at, id FROM added, custom_field_hashes(custom_fields);
