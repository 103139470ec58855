-- Secret URLs by which calendar programs read the appointments of a doctor or a site.
-- +goose Up

ALTER TABLE practitioners
  -- Whether calendars name the patients of this doctor's appointments.
  ADD COLUMN calendar_shows_patients boolean NOT NULL DEFAULT false;

DROP TRIGGER practitioners_audit ON practitioners;
CREATE TRIGGER practitioners_audit AFTER INSERT OR UPDATE ON practitioners
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Practitioner', 'id', 'first_name', 'second_name', 'last_name', 'second_last_name',
    'doc_type_id', 'doc_number', 'specialty', 'location_id', 'npi', 'dea_number', 'licences',
    'languages', 'calendar_shows_patients', 'active', 'version', 'created_at', 'updated_at',
    'deleted_at');

CREATE TABLE calendar_feeds (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  practitioner_id uuid,
  location_id uuid,
  -- BLAKE2b of the URL's secret, 64 hexadecimal digits. The secret itself is kept nowhere.
  secret_hash text COLLATE "C" NOT NULL CHECK (secret_hash ~ '^[0-9a-f]{64}$'),
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  -- Revoked.
  deleted_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT calendar_feeds_practitioner FOREIGN KEY (tenant_id, practitioner_id)
    REFERENCES practitioners (tenant_id, id),
  CONSTRAINT calendar_feeds_location FOREIGN KEY (tenant_id, location_id)
    REFERENCES locations (tenant_id, id),
  CONSTRAINT calendar_feeds_of_one CHECK ((practitioner_id IS NULL) <> (location_id IS NULL))
);

ALTER TABLE calendar_feeds ENABLE ROW LEVEL SECURITY;
ALTER TABLE calendar_feeds FORCE ROW LEVEL SECURITY;

-- Keeps out every other tenant.
CREATE POLICY calendar_feeds_of_tenant ON calendar_feeds
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

-- Rows are never removed: revoking is soft.
GRANT SELECT, INSERT, UPDATE ON calendar_feeds TO enlace_appointment_runtime;

CREATE TRIGGER calendar_feeds_version BEFORE INSERT OR UPDATE ON calendar_feeds
  FOR EACH ROW EXECUTE FUNCTION set_row_version();

-- The hash is left out, as every secret's.
CREATE TRIGGER calendar_feeds_audit AFTER INSERT OR UPDATE ON calendar_feeds
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'CalendarFeed', 'id', 'practitioner_id', 'location_id', 'version', 'created_at', 'updated_at',
    'deleted_at');
