-- Patients of the tenants in the table `seeded` (tenant, first, count): `count` of each, numbered
-- from `first`. As the superuser, past triggers and policies, so that the rows are as those that the
-- service writes but no event of them is.
SET session_replication_role = replica;
SET synchronous_commit = off;

WITH added AS (
INSERT INTO patients (tenant_id, id, first_name, second_name, last_name, second_last_name,
                      birth_date, gender_id, doc_type_id, doc_number, mrn, phones, email, eps_id,
                      habeas_data, custom_fields, owner_id)
SELECT tenant, ('01990000-0000-7000-8000-' || n)::uuid,
       (ARRAY['María', 'José', 'Luz', 'Andrés', 'Diana', 'Jorge', 'Paola', 'Iván'])[1 + n % 8],
       CASE WHEN n % 3 = 0 THEN 'Alejandra' END,
       (ARRAY['Rodríguez', 'Gómez', 'Torres', 'Pérez', 'Núñez', 'Castro', 'Ruiz'])[1 + n % 7],
       (ARRAY['Díaz', 'Mora', 'León', 'Vega', 'Peña'])[1 + n % 5],
       date '1930-01-01' + (n % 30000)::int,
       (ARRAY['F', 'M', 'F', 'M', 'I'])[1 + n % 5],
       'CC', n::text, 'HC' || n, ARRAY['+57310' || n % 10000000], 'p' || n || '@example.com',
       'EPS00' || n % 9, true,
       jsonb_build_object('crmId', 'crm-' || n, 'plan', (ARRAY['gold', 'silver', 'basic'])[1 + n % 3],
                          'visits', n % 40, 'consent', n % 2 = 0),
       'bot@clinic.example'
  FROM seeded, generate_series(first, first + count - 1) AS n
RETURNING tenant_id, phones, id, owner_id, custom_fields
), fields AS (
INSERT INTO patient_custom_fields (tenant_id, field_hash, patient_id)
SELECT tenant_id, field_hash, id FROM added, custom_field_hashes(custom_fields)
)
INSERT INTO patient_phones (tenant_id, phone, patient_id, owner_id)
SELECT tenant_id, phones[1], id, owner_id FROM added;
