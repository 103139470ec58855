-- The appointments of a tenant (C1 to C5).
-- +goose Up

-- Lets an exclusion constraint compare uuids beside ranges.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE appointments (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  start_at timestamptz NOT NULL,
  end_at timestamptz NOT NULL,
  during tstzrange GENERATED ALWAYS AS (tstzrange(start_at, end_at, '[)')) STORED,
  -- The patient belongs to the patient service. The document is what it was at the booking; a
  -- workflow's patient may have none.
  patient_id uuid NOT NULL,
  patient_doc_type_id text COLLATE "C",
  patient_doc_number text COLLATE "C",
  practitioner_id uuid NOT NULL,
  practitioner_doc_type_id text COLLATE "C" NOT NULL,
  practitioner_doc_number text COLLATE "C" NOT NULL,
  location_id uuid NOT NULL,
  modality text COLLATE "C" NOT NULL CHECK (modality IN (
    'IN_PERSON', 'MOBILE_UNIT', 'HOME', 'BRIGADE', 'PREHOSPITAL', 'TELEMEDICINE_INTERACTIVE',
    'TELEMEDICINE_NON_INTERACTIVE', 'TELE_EXPERTISE', 'TELE_MONITORING')),
  state text COLLATE "C" NOT NULL CHECK (state IN (
    'REQUESTED', 'SCHEDULED', 'CONFIRMED', 'ARRIVED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED',
    'NO_SHOW')),
  notification_state text COLLATE "C" NOT NULL CHECK (notification_state IN (
    'PENDING', 'SENT', 'DELIVERED', 'FAILED', 'NOT_REQUIRED')),
  appointment_type text COLLATE "C",
  comment text,
  -- Bounded, so that a row's audit event is.
  custom_fields jsonb NOT NULL DEFAULT '{}'
    CHECK (jsonb_typeof(custom_fields) = 'object'
           AND octet_length(custom_fields::text) <= 524288),
  -- E-mail of the owner of the credential that booked.
  owner_id text COLLATE "C" NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT appointments_practitioner FOREIGN KEY (tenant_id, practitioner_id)
    REFERENCES practitioners (tenant_id, id),
  CONSTRAINT appointments_location FOREIGN KEY (tenant_id, location_id)
    REFERENCES locations (tenant_id, id),
  CONSTRAINT appointments_patient_document_whole
    CHECK ((patient_doc_type_id IS NULL) = (patient_doc_number IS NULL)),
  -- An empty range would overlap nothing, and so evade the constraint below.
  CONSTRAINT appointments_end_after_start CHECK (end_at > start_at),
  CONSTRAINT appointments_duration CHECK (end_at - start_at <= interval '12 hours'),
  -- Also keeps infinity out.
  CONSTRAINT appointments_time_range
    CHECK (start_at >= '1900-01-01T00:00:00Z' AND end_at < '2201-01-01T00:00:00Z'),
  -- No double booking of a doctor, under any race.
  CONSTRAINT appointments_no_overlap
    EXCLUDE USING gist (tenant_id WITH =, practitioner_id WITH =, during WITH &&)
    WHERE (deleted_at IS NULL AND state NOT IN ('CANCELLED', 'NO_SHOW'))
);

-- One index for each filter of a list, in the list's own order: by start, then id.
CREATE INDEX appointments_by_start ON appointments (tenant_id, start_at, id)
  WHERE deleted_at IS NULL;

CREATE INDEX appointments_by_patient ON appointments (tenant_id, patient_id, start_at, id)
  WHERE deleted_at IS NULL;

CREATE INDEX appointments_by_practitioner
  ON appointments (tenant_id, practitioner_id, start_at, id)
  WHERE deleted_at IS NULL;

CREATE INDEX appointments_by_location ON appointments (tenant_id, location_id, start_at, id)
  WHERE deleted_at IS NULL;

CREATE INDEX appointments_by_type ON appointments (tenant_id, appointment_type, start_at, id)
  WHERE deleted_at IS NULL AND appointment_type IS NOT NULL;

CREATE INDEX appointments_by_notification_state
  ON appointments (tenant_id, notification_state, start_at, id)
  WHERE deleted_at IS NULL;

CREATE INDEX appointments_by_state ON appointments (tenant_id, state, start_at, id)
  WHERE deleted_at IS NULL;

CREATE INDEX appointments_by_modality ON appointments (tenant_id, modality, start_at, id)
  WHERE deleted_at IS NULL;

ALTER TABLE appointments ENABLE ROW LEVEL SECURITY;
ALTER TABLE appointments FORCE ROW LEVEL SECURITY;

-- Without an OR, whose guessed selectivity would lead the planner into sorting the whole tenant.
-- Keeps out every other tenant, and, where the tenant limits its users to what they own, the
-- appointments of its other users.
CREATE POLICY appointments_of_tenant ON appointments
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
         AND coalesce(owner_id = nullif(current_setting('app.owner_scope', true), ''), true))
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
              AND coalesce(owner_id = nullif(current_setting('app.owner_scope', true), ''), true));

-- Rows are never removed: deletion is soft.
GRANT SELECT, INSERT, UPDATE ON appointments TO enlace_appointment_runtime;

CREATE TRIGGER appointments_version BEFORE INSERT OR UPDATE ON appointments
  FOR EACH ROW EXECUTE FUNCTION set_row_version();

CREATE TRIGGER appointments_audit AFTER INSERT OR UPDATE ON appointments
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Appointment', 'id', 'start_at', 'end_at', 'patient_id', 'patient_doc_type_id',
    'patient_doc_number', 'practitioner_id', 'practitioner_doc_type_id',
    'practitioner_doc_number', 'location_id', 'modality', 'state', 'notification_state',
    'appointment_type', 'comment', 'custom_fields', 'owner_id', 'version', 'created_at',
    'updated_at', 'deleted_at');
