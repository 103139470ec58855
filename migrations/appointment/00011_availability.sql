-- When a doctor attends where: weekly hours at a site, times that differ from them, and holidays.
-- +goose Up

-- A doctor works at a site while there is a live, active role (FHIR PractitionerRole).
CREATE TABLE practitioner_roles (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  practitioner_id uuid NOT NULL,
  location_id uuid NOT NULL,
  -- A list of {daysOfWeek, startTime, endTime, effectiveFrom?, effectiveTo?, onHolidays}, on the
  -- clocks of the site.
  available_times jsonb NOT NULL DEFAULT '[]'
    CHECK (jsonb_typeof(available_times) = 'array' AND jsonb_array_length(available_times) <= 50),
  active boolean NOT NULL DEFAULT true,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT practitioner_roles_practitioner FOREIGN KEY (tenant_id, practitioner_id)
    REFERENCES practitioners (tenant_id, id),
  CONSTRAINT practitioner_roles_location FOREIGN KEY (tenant_id, location_id)
    REFERENCES locations (tenant_id, id)
);

-- One role of a doctor at a site.
CREATE UNIQUE INDEX practitioner_roles_unique
  ON practitioner_roles (tenant_id, practitioner_id, location_id)
  WHERE deleted_at IS NULL;

CREATE INDEX practitioner_roles_by_location ON practitioner_roles (tenant_id, location_id, id)
  WHERE deleted_at IS NULL;

ALTER TABLE practitioner_roles ENABLE ROW LEVEL SECURITY;
ALTER TABLE practitioner_roles FORCE ROW LEVEL SECURITY;

-- Keeps out every other tenant.
CREATE POLICY practitioner_roles_of_tenant ON practitioner_roles
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

-- Rows are never removed: deletion is soft.
GRANT SELECT, INSERT, UPDATE ON practitioner_roles TO enlace_appointment_runtime;

CREATE TRIGGER practitioner_roles_version BEFORE INSERT OR UPDATE ON practitioner_roles
  FOR EACH ROW EXECUTE FUNCTION set_row_version();

CREATE TRIGGER practitioner_roles_audit AFTER INSERT OR UPDATE ON practitioner_roles
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'PractitionerRole', 'id', 'practitioner_id', 'location_id', 'available_times', 'active',
    'version', 'created_at', 'updated_at', 'deleted_at');

-- CLOSED with a doctor alone: absent everywhere; with a site alone: the site is closed; with both:
-- that doctor at that site. OPEN: hours of that doctor at that site beside the weekly ones.
CREATE TABLE schedule_exceptions (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  practitioner_id uuid,
  location_id uuid,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('CLOSED', 'OPEN')),
  start_at timestamptz NOT NULL,
  end_at timestamptz NOT NULL,
  during tstzrange GENERATED ALWAYS AS (tstzrange(start_at, end_at, '[)')) STORED,
  reason text CHECK (char_length(reason) <= 500),
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT schedule_exceptions_practitioner FOREIGN KEY (tenant_id, practitioner_id)
    REFERENCES practitioners (tenant_id, id),
  CONSTRAINT schedule_exceptions_location FOREIGN KEY (tenant_id, location_id)
    REFERENCES locations (tenant_id, id),
  CONSTRAINT schedule_exceptions_of_someone
    CHECK (practitioner_id IS NOT NULL OR location_id IS NOT NULL),
  CONSTRAINT schedule_exceptions_open_of_both
    CHECK (kind <> 'OPEN' OR (practitioner_id IS NOT NULL AND location_id IS NOT NULL)),
  CONSTRAINT schedule_exceptions_end_after_start CHECK (end_at > start_at),
  -- In hours, which are the same in every session's time zone: 366 days.
  CONSTRAINT schedule_exceptions_duration CHECK (end_at - start_at <= interval '8784 hours'),
  -- Also keeps infinity out.
  CONSTRAINT schedule_exceptions_time_range
    CHECK (start_at >= '1900-01-01T00:00:00Z' AND end_at < '2201-01-01T00:00:00Z')
);

CREATE INDEX schedule_exceptions_by_time ON schedule_exceptions USING gist (tenant_id, during)
  WHERE deleted_at IS NULL;

ALTER TABLE schedule_exceptions ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedule_exceptions FORCE ROW LEVEL SECURITY;

-- Keeps out every other tenant.
CREATE POLICY schedule_exceptions_of_tenant ON schedule_exceptions
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

-- Rows are never removed: deletion is soft.
GRANT SELECT, INSERT, UPDATE ON schedule_exceptions TO enlace_appointment_runtime;

CREATE TRIGGER schedule_exceptions_version BEFORE INSERT OR UPDATE ON schedule_exceptions
  FOR EACH ROW EXECUTE FUNCTION set_row_version();

CREATE TRIGGER schedule_exceptions_audit AFTER INSERT OR UPDATE ON schedule_exceptions
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'ScheduleException', 'id', 'practitioner_id', 'location_id', 'kind', 'start_at', 'end_at',
    'reason', 'version', 'created_at', 'updated_at', 'deleted_at');

-- Public holidays, the same for all tenants: the days on which people are off.
CREATE TABLE holidays (
  country char(2) COLLATE "C" NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  day date NOT NULL,
  name_es text NOT NULL CHECK (name_es <> ''),
  name_en text NOT NULL CHECK (name_en <> ''),
  PRIMARY KEY (country, day)
);

-- The service only reads; what changes a list runs as the owner.
GRANT SELECT ON holidays TO enlace_appointment_runtime;

-- Colombia: Ley 51 de 1983, which moves most of them to the Monday after, and, from 2026 on, Ley
-- 2578 de 2026 (Chiquinquirá). Where two fall on one day, its name is both.
INSERT INTO holidays (country, day, name_es, name_en)
SELECT 'CO', unnest(days::date[]), name_es, name_en FROM (VALUES
  ('Año Nuevo', 'New Year''s Day',
   '{2024-01-01, 2025-01-01, 2026-01-01, 2027-01-01, 2028-01-01, 2029-01-01,
     2030-01-01, 2031-01-01, 2032-01-01, 2033-01-01, 2034-01-01, 2035-01-01}'),
  ('Día de los Reyes Magos', 'Epiphany',
   '{2024-01-08, 2025-01-06, 2026-01-12, 2027-01-11, 2028-01-10, 2029-01-08,
     2030-01-07, 2031-01-06, 2032-01-12, 2033-01-10, 2034-01-09, 2035-01-08}'),
  ('Día de San José', 'Saint Joseph''s Day',
   '{2024-03-25, 2025-03-24, 2026-03-23, 2027-03-22, 2028-03-20, 2029-03-19,
     2030-03-25, 2031-03-24, 2032-03-22, 2033-03-21, 2034-03-20, 2035-03-19}'),
  ('Jueves Santo', 'Maundy Thursday',
   '{2024-03-28, 2025-04-17, 2026-04-02, 2027-03-25, 2028-04-13, 2029-03-29,
     2030-04-18, 2031-04-10, 2032-03-25, 2033-04-14, 2034-04-06, 2035-03-22}'),
  ('Viernes Santo', 'Good Friday',
   '{2024-03-29, 2025-04-18, 2026-04-03, 2027-03-26, 2028-04-14, 2029-03-30,
     2030-04-19, 2031-04-11, 2032-03-26, 2033-04-15, 2034-04-07, 2035-03-23}'),
  ('Día del Trabajo', 'Labour Day',
   '{2024-05-01, 2025-05-01, 2026-05-01, 2027-05-01, 2028-05-01, 2029-05-01,
     2030-05-01, 2031-05-01, 2032-05-01, 2033-05-01, 2034-05-01, 2035-05-01}'),
  ('Ascensión del Señor', 'Ascension Day',
   '{2024-05-13, 2025-06-02, 2026-05-18, 2027-05-10, 2028-05-29, 2029-05-14,
     2030-06-03, 2031-05-26, 2032-05-10, 2033-05-30, 2034-05-22, 2035-05-07}'),
  ('Corpus Christi', 'Corpus Christi',
   '{2024-06-03, 2025-06-23, 2026-06-08, 2027-05-31, 2028-06-19, 2029-06-04,
     2030-06-24, 2031-06-16, 2032-05-31, 2033-06-20, 2034-06-12, 2035-05-28}'),
  ('Sagrado Corazón', 'Sacred Heart',
   '{2024-06-10, 2026-06-15, 2027-06-07, 2028-06-26, 2029-06-11, 2031-06-23,
     2032-06-07, 2033-06-27, 2034-06-19, 2035-06-04}'),
  ('San Pedro y San Pablo', 'Saints Peter and Paul',
   '{2024-07-01, 2026-06-29, 2027-07-05, 2028-07-03, 2029-07-02, 2031-06-30,
     2032-07-05, 2033-07-04, 2034-07-03, 2035-07-02}'),
  ('Día de la Independencia', 'Independence Day',
   '{2024-07-20, 2025-07-20, 2026-07-20, 2027-07-20, 2028-07-20, 2029-07-20,
     2030-07-20, 2031-07-20, 2032-07-20, 2033-07-20, 2034-07-20, 2035-07-20}'),
  ('Batalla de Boyacá', 'Battle of Boyacá',
   '{2024-08-07, 2025-08-07, 2026-08-07, 2027-08-07, 2028-08-07, 2029-08-07,
     2030-08-07, 2031-08-07, 2032-08-07, 2033-08-07, 2034-08-07, 2035-08-07}'),
  ('Asunción de la Virgen', 'Assumption Day',
   '{2024-08-19, 2025-08-18, 2026-08-17, 2027-08-16, 2028-08-21, 2029-08-20,
     2030-08-19, 2031-08-18, 2032-08-16, 2033-08-15, 2034-08-21, 2035-08-20}'),
  ('Día de la Raza', 'Columbus Day',
   '{2024-10-14, 2025-10-13, 2026-10-12, 2027-10-18, 2028-10-16, 2029-10-15,
     2030-10-14, 2031-10-13, 2032-10-18, 2033-10-17, 2034-10-16, 2035-10-15}'),
  ('Día de Todos los Santos', 'All Saints'' Day',
   '{2024-11-04, 2025-11-03, 2026-11-02, 2027-11-01, 2028-11-06, 2029-11-05,
     2030-11-04, 2031-11-03, 2032-11-01, 2033-11-07, 2034-11-06, 2035-11-05}'),
  ('Independencia de Cartagena', 'Independence of Cartagena',
   '{2024-11-11, 2025-11-17, 2026-11-16, 2027-11-15, 2028-11-13, 2029-11-12,
     2030-11-11, 2031-11-17, 2032-11-15, 2033-11-14, 2034-11-13, 2035-11-12}'),
  ('Inmaculada Concepción', 'Immaculate Conception',
   '{2024-12-08, 2025-12-08, 2026-12-08, 2027-12-08, 2028-12-08, 2029-12-08,
     2030-12-08, 2031-12-08, 2032-12-08, 2033-12-08, 2034-12-08, 2035-12-08}'),
  ('Navidad', 'Christmas Day',
   '{2024-12-25, 2025-12-25, 2026-12-25, 2027-12-25, 2028-12-25, 2029-12-25,
     2030-12-25, 2031-12-25, 2032-12-25, 2033-12-25, 2034-12-25, 2035-12-25}'),
  ('Sagrado Corazón; San Pedro y San Pablo', 'Sacred Heart; Saints Peter and Paul',
   '{2025-06-30, 2030-07-01}'),
  ('Nuestra Señora de Chiquinquirá', 'Our Lady of Chiquinquirá',
   '{2026-07-13, 2027-07-12, 2028-07-10, 2029-07-09, 2030-07-15, 2031-07-14,
     2032-07-12, 2033-07-11, 2034-07-10, 2035-07-09}')
) AS colombian (name_es, name_en, days);

-- United States: federal holidays (5 U.S.C. 6103). One on a Saturday is observed the day before
-- too, one on a Sunday the day after.
INSERT INTO holidays (country, day, name_es, name_en)
SELECT 'US', unnest(days::date[]), name_es, name_en FROM (VALUES
  ('Año Nuevo', 'New Year''s Day',
   '{2024-01-01, 2025-01-01, 2026-01-01, 2027-01-01, 2028-01-01, 2029-01-01,
     2030-01-01, 2031-01-01, 2032-01-01, 2033-01-01, 2034-01-01, 2035-01-01}'),
  ('Día de Martin Luther King Jr.', 'Martin Luther King Jr. Day',
   '{2024-01-15, 2025-01-20, 2026-01-19, 2027-01-18, 2028-01-17, 2029-01-15,
     2030-01-21, 2031-01-20, 2032-01-19, 2033-01-17, 2034-01-16, 2035-01-15}'),
  ('Natalicio de Washington', 'Washington''s Birthday',
   '{2024-02-19, 2025-02-17, 2026-02-16, 2027-02-15, 2028-02-21, 2029-02-19,
     2030-02-18, 2031-02-17, 2032-02-16, 2033-02-21, 2034-02-20, 2035-02-19}'),
  ('Día de los Caídos', 'Memorial Day',
   '{2024-05-27, 2025-05-26, 2026-05-25, 2027-05-31, 2028-05-29, 2029-05-28,
     2030-05-27, 2031-05-26, 2032-05-31, 2033-05-30, 2034-05-29, 2035-05-28}'),
  ('Día de la Liberación (Juneteenth)', 'Juneteenth National Independence Day',
   '{2024-06-19, 2025-06-19, 2026-06-19, 2027-06-19, 2028-06-19, 2029-06-19,
     2030-06-19, 2031-06-19, 2032-06-19, 2033-06-19, 2034-06-19, 2035-06-19}'),
  ('Día de la Independencia', 'Independence Day',
   '{2024-07-04, 2025-07-04, 2026-07-04, 2027-07-04, 2028-07-04, 2029-07-04,
     2030-07-04, 2031-07-04, 2032-07-04, 2033-07-04, 2034-07-04, 2035-07-04}'),
  ('Día del Trabajo', 'Labor Day',
   '{2024-09-02, 2025-09-01, 2026-09-07, 2027-09-06, 2028-09-04, 2029-09-03,
     2030-09-02, 2031-09-01, 2032-09-06, 2033-09-05, 2034-09-04, 2035-09-03}'),
  ('Día de Cristóbal Colón', 'Columbus Day',
   '{2024-10-14, 2025-10-13, 2026-10-12, 2027-10-11, 2028-10-09, 2029-10-08,
     2030-10-14, 2031-10-13, 2032-10-11, 2033-10-10, 2034-10-09, 2035-10-08}'),
  ('Día de los Veteranos', 'Veterans Day',
   '{2024-11-11, 2025-11-11, 2026-11-11, 2027-11-11, 2028-11-11, 2029-11-11,
     2030-11-11, 2031-11-11, 2032-11-11, 2033-11-11, 2034-11-11, 2035-11-11}'),
  ('Día de Acción de Gracias', 'Thanksgiving Day',
   '{2024-11-28, 2025-11-27, 2026-11-26, 2027-11-25, 2028-11-23, 2029-11-22,
     2030-11-28, 2031-11-27, 2032-11-25, 2033-11-24, 2034-11-23, 2035-11-22}'),
  ('Navidad', 'Christmas Day',
   '{2024-12-25, 2025-12-25, 2026-12-25, 2027-12-25, 2028-12-25, 2029-12-25,
     2030-12-25, 2031-12-25, 2032-12-25, 2033-12-25, 2034-12-25, 2035-12-25}'),
  ('Día de la Independencia (día observado)', 'Independence Day (observed)',
   '{2026-07-03, 2027-07-05, 2032-07-05}'),
  ('Día de la Liberación (Juneteenth) (día observado)',
   'Juneteenth National Independence Day (observed)',
   '{2027-06-18, 2032-06-18, 2033-06-20}'),
  ('Navidad (día observado)', 'Christmas Day (observed)',
   '{2027-12-24, 2032-12-24, 2033-12-26}'),
  ('Año Nuevo (día observado)', 'New Year''s Day (observed)',
   '{2027-12-31, 2032-12-31, 2034-01-02}'),
  ('Día de los Veteranos (día observado)', 'Veterans Day (observed)',
   '{2028-11-10, 2029-11-12, 2034-11-10, 2035-11-12}')
) AS federal (name_es, name_en, days);
