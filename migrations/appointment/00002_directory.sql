-- Whom and where a tenant's appointments are with: its doctors and sites.
-- +goose Up

CREATE TABLE locations (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL CHECK (name <> ''),
  address text,
  city text,
  -- IANA name; what local times of this site's appointments are in.
  time_zone text NOT NULL CHECK (time_zone <> ''),
  -- The site of a booking when neither it nor its doctor names one.
  main boolean NOT NULL DEFAULT false,
  active boolean NOT NULL DEFAULT true,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);

CREATE UNIQUE INDEX locations_one_main ON locations (tenant_id) WHERE main AND deleted_at IS NULL;

ALTER TABLE locations ENABLE ROW LEVEL SECURITY;
ALTER TABLE locations FORCE ROW LEVEL SECURITY;

-- Keeps out every other tenant.
CREATE POLICY locations_of_tenant ON locations
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

-- Rows are never removed: deletion is soft.
GRANT SELECT, INSERT, UPDATE ON locations TO enlace_appointment_runtime;

CREATE TABLE practitioners (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  first_name text NOT NULL CHECK (first_name <> ''),
  second_name text,
  last_name text NOT NULL CHECK (last_name <> ''),
  second_last_name text,
  doc_type_id text COLLATE "C" NOT NULL,
  doc_number text COLLATE "C" NOT NULL,
  specialty text,
  -- The doctor's main site.
  location_id uuid,
  active boolean NOT NULL DEFAULT true,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT practitioners_location FOREIGN KEY (tenant_id, location_id)
    REFERENCES locations (tenant_id, id)
);

-- A document names one live doctor of a tenant; the same doctor may work for another tenant.
CREATE UNIQUE INDEX practitioners_document_unique
  ON practitioners (tenant_id, doc_type_id, doc_number)
  WHERE deleted_at IS NULL;

ALTER TABLE practitioners ENABLE ROW LEVEL SECURITY;
ALTER TABLE practitioners FORCE ROW LEVEL SECURITY;

-- Keeps out every other tenant.
CREATE POLICY practitioners_of_tenant ON practitioners
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

-- Rows are never removed: deletion is soft.
GRANT SELECT, INSERT, UPDATE ON practitioners TO enlace_appointment_runtime;

CREATE TRIGGER locations_version BEFORE INSERT OR UPDATE ON locations
  FOR EACH ROW EXECUTE FUNCTION set_row_version();

CREATE TRIGGER locations_audit AFTER INSERT OR UPDATE ON locations
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Location', 'id', 'name', 'address', 'city', 'time_zone', 'main', 'active', 'version',
    'created_at', 'updated_at', 'deleted_at');

CREATE TRIGGER practitioners_version BEFORE INSERT OR UPDATE ON practitioners
  FOR EACH ROW EXECUTE FUNCTION set_row_version();

CREATE TRIGGER practitioners_audit AFTER INSERT OR UPDATE ON practitioners
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Practitioner', 'id', 'first_name', 'second_name', 'last_name', 'second_last_name',
    'doc_type_id', 'doc_number', 'specialty', 'location_id', 'active', 'version', 'created_at',
    'updated_at', 'deleted_at');
