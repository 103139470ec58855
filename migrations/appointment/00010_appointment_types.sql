-- What is offered to be booked, and the rooms of sites.
-- +goose Up

CREATE TABLE appointment_types (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  code text COLLATE "C" NOT NULL CHECK (code ~ '^[A-Z0-9_]{1,60}$'),
  name text NOT NULL CHECK (name <> ''),
  duration_minutes int NOT NULL CHECK (duration_minutes BETWEEN 5 AND 720),
  -- What stays free around an appointment.
  buffer_before_minutes int NOT NULL DEFAULT 0 CHECK (buffer_before_minutes BETWEEN 0 AND 240),
  buffer_after_minutes int NOT NULL DEFAULT 0 CHECK (buffer_after_minutes BETWEEN 0 AND 240),
  -- NULL: any.
  modality text COLLATE "C" CHECK (modality ~ '^[A-Z0-9_]{1,60}$'),
  -- As doctors name them; empty: any doctor.
  specialties text[] NOT NULL DEFAULT '{}' CHECK (cardinality(specialties) <= 20),
  bookable_by text COLLATE "C" NOT NULL DEFAULT 'ANYONE' CHECK (bookable_by IN ('ANYONE', 'STAFF')),
  -- How long before its start an appointment must be booked, and how many days ahead it may be.
  min_notice_minutes int NOT NULL DEFAULT 0 CHECK (min_notice_minutes BETWEEN 0 AND 43200),
  max_days_ahead int NOT NULL DEFAULT 365 CHECK (max_days_ahead BETWEEN 1 AND 730),
  active boolean NOT NULL DEFAULT true,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);

-- A code names one live type of a tenant.
CREATE UNIQUE INDEX appointment_types_code_unique ON appointment_types (tenant_id, code)
  WHERE deleted_at IS NULL;

ALTER TABLE appointment_types ENABLE ROW LEVEL SECURITY;
ALTER TABLE appointment_types FORCE ROW LEVEL SECURITY;

-- Keeps out every other tenant.
CREATE POLICY appointment_types_of_tenant ON appointment_types
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

-- Rows are never removed: deletion is soft.
GRANT SELECT, INSERT, UPDATE ON appointment_types TO enlace_appointment_runtime;

CREATE TRIGGER appointment_types_version BEFORE INSERT OR UPDATE ON appointment_types
  FOR EACH ROW EXECUTE FUNCTION set_row_version();

CREATE TRIGGER appointment_types_audit AFTER INSERT OR UPDATE ON appointment_types
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'AppointmentType', 'id', 'code', 'name', 'duration_minutes', 'buffer_before_minutes',
    'buffer_after_minutes', 'modality', 'specialties', 'bookable_by', 'min_notice_minutes',
    'max_days_ahead', 'active', 'version', 'created_at', 'updated_at', 'deleted_at');

CREATE TABLE rooms (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  location_id uuid NOT NULL,
  name text NOT NULL CHECK (name <> ''),
  active boolean NOT NULL DEFAULT true,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT rooms_location FOREIGN KEY (tenant_id, location_id)
    REFERENCES locations (tenant_id, id)
);

-- A name names one live room of a site; it also finds the rooms of a site.
CREATE UNIQUE INDEX rooms_name_unique ON rooms (tenant_id, location_id, name)
  WHERE deleted_at IS NULL;

ALTER TABLE rooms ENABLE ROW LEVEL SECURITY;
ALTER TABLE rooms FORCE ROW LEVEL SECURITY;

-- Keeps out every other tenant.
CREATE POLICY rooms_of_tenant ON rooms
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

-- Rows are never removed: deletion is soft.
GRANT SELECT, INSERT, UPDATE ON rooms TO enlace_appointment_runtime;

CREATE TRIGGER rooms_version BEFORE INSERT OR UPDATE ON rooms
  FOR EACH ROW EXECUTE FUNCTION set_row_version();

CREATE TRIGGER rooms_audit AFTER INSERT OR UPDATE ON rooms
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Room', 'id', 'location_id', 'name', 'active', 'version', 'created_at', 'updated_at',
    'deleted_at');
