-- What keeps a doctor's time for a few minutes, while a person decides; and the time before and after
-- an appointment that its type asks for.
-- +goose Up

ALTER TABLE appointments
  ADD COLUMN buffer_before_minutes smallint NOT NULL DEFAULT 0
    CHECK (buffer_before_minutes BETWEEN 0 AND 240),
  ADD COLUMN buffer_after_minutes smallint NOT NULL DEFAULT 0
    CHECK (buffer_after_minutes BETWEEN 0 AND 240);

ALTER TABLE busy_times
  -- Of a hold: until when, and of which offer. An expired one gives way to whoever wants its time.
  ADD COLUMN held_until timestamptz,
  ADD COLUMN offer text COLLATE "C";

CREATE INDEX busy_times_held ON busy_times (tenant_id, practitioner_id, start_at)
  WHERE held_until IS NOT NULL;

CREATE TABLE slot_holds (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  practitioner_id uuid NOT NULL,
  location_id uuid NOT NULL,
  start_at timestamptz NOT NULL,
  end_at timestamptz NOT NULL,
  buffer_before_minutes smallint NOT NULL CHECK (buffer_before_minutes BETWEEN 0 AND 240),
  buffer_after_minutes smallint NOT NULL CHECK (buffer_after_minutes BETWEEN 0 AND 240),
  -- The offer's signature.
  offer text COLLATE "C" NOT NULL,
  -- Who holds, and for whom, as far as that was said: holds are counted by both.
  credential_id uuid NOT NULL,
  patient_id uuid,
  patient_doc_type_id text COLLATE "C",
  patient_doc_number text COLLATE "C",
  expires_at timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  -- Given up before its time.
  deleted_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT slot_holds_practitioner FOREIGN KEY (tenant_id, practitioner_id)
    REFERENCES practitioners (tenant_id, id),
  CONSTRAINT slot_holds_location FOREIGN KEY (tenant_id, location_id)
    REFERENCES locations (tenant_id, id),
  CONSTRAINT slot_holds_patient_document_whole
    CHECK ((patient_doc_type_id IS NULL) = (patient_doc_number IS NULL))
);

CREATE INDEX slot_holds_by_credential ON slot_holds (tenant_id, credential_id, expires_at)
  WHERE deleted_at IS NULL;

CREATE INDEX slot_holds_by_patient ON slot_holds (tenant_id, patient_id, expires_at)
  WHERE deleted_at IS NULL AND patient_id IS NOT NULL;

CREATE INDEX slot_holds_by_patient_document
  ON slot_holds (tenant_id, patient_doc_type_id, patient_doc_number, expires_at)
  WHERE deleted_at IS NULL AND patient_doc_number IS NOT NULL;

CREATE INDEX slot_holds_by_offer ON slot_holds (tenant_id, offer) WHERE deleted_at IS NULL;

ALTER TABLE slot_holds ENABLE ROW LEVEL SECURITY;
ALTER TABLE slot_holds FORCE ROW LEVEL SECURITY;

-- Keeps out every other tenant.
CREATE POLICY slot_holds_of_tenant ON slot_holds
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

-- Rows are never removed: giving up is soft.
GRANT SELECT, INSERT, UPDATE ON slot_holds TO enlace_appointment_runtime;

CREATE TRIGGER slot_holds_version BEFORE INSERT OR UPDATE ON slot_holds
  FOR EACH ROW EXECUTE FUNCTION set_row_version();

CREATE TRIGGER slot_holds_audit AFTER INSERT OR UPDATE ON slot_holds
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'SlotHold', 'id', 'practitioner_id', 'location_id', 'start_at', 'end_at',
    'buffer_before_minutes', 'buffer_after_minutes', 'credential_id', 'patient_id',
    'patient_doc_type_id', 'patient_doc_number', 'expires_at', 'version', 'created_at',
    'updated_at', 'deleted_at');

-- Removes the expired holds from a doctor's time, and the hold of the offer that is booked.
-- +goose StatementBegin
CREATE FUNCTION free_held_times(tenant uuid, practitioner uuid, starts timestamptz, ends timestamptz,
                                booked_offer text) RETURNS void LANGUAGE sql AS $$
  DELETE FROM busy_times AS b
   WHERE b.tenant_id = tenant AND b.practitioner_id = practitioner AND b.held_until IS NOT NULL
     AND (b.held_until <= now()
          OR (b.offer = booked_offer AND b.start_at < ends AND b.end_at > starts))
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION keep_busy_times() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was_busy boolean := TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL
                      AND OLD.state NOT IN ('CANCELLED', 'NO_SHOW');
  is_busy boolean := TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL
                     AND NEW.state NOT IN ('CANCELLED', 'NO_SHOW');
  starts timestamptz;
  ends timestamptz;
BEGIN
  IF is_busy THEN
    starts := NEW.start_at - make_interval(mins => NEW.buffer_before_minutes);
    ends := NEW.end_at + make_interval(mins => NEW.buffer_after_minutes);
    PERFORM free_held_times(NEW.tenant_id, NEW.practitioner_id, starts, ends, NEW.offer);
  END IF;
  IF was_busy AND is_busy THEN
    UPDATE busy_times
       SET practitioner_id = NEW.practitioner_id, start_at = starts, end_at = ends
     WHERE tenant_id = OLD.tenant_id AND practitioner_id = OLD.practitioner_id
       AND start_at = OLD.start_at - make_interval(mins => OLD.buffer_before_minutes)
       AND holder_id = OLD.id;
  ELSIF was_busy THEN
    DELETE FROM busy_times
     WHERE tenant_id = OLD.tenant_id AND practitioner_id = OLD.practitioner_id
       AND start_at = OLD.start_at - make_interval(mins => OLD.buffer_before_minutes)
       AND holder_id = OLD.id;
  ELSIF is_busy AND TG_OP = 'UPDATE' THEN
    INSERT INTO busy_times (tenant_id, practitioner_id, start_at, end_at, holder_id)
    VALUES (NEW.tenant_id, NEW.practitioner_id, starts, ends, NEW.id);
  ELSIF is_busy THEN
    INSERT INTO busy_times (tenant_id, practitioner_id, start_at, end_at, holder_id)
    VALUES (NEW.tenant_id, NEW.practitioner_id, starts, ends, NEW.id)
    ON CONFLICT ON CONSTRAINT busy_times_no_overlap DO NOTHING;
    IF NOT FOUND THEN
      RETURN NULL;
    END IF;
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd

-- A hold takes its time as an appointment does, or is not stored; given up, it frees it.
-- +goose StatementBegin
CREATE FUNCTION keep_held_times() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  starts timestamptz := NEW.start_at - make_interval(mins => NEW.buffer_before_minutes);
  ends timestamptz := NEW.end_at + make_interval(mins => NEW.buffer_after_minutes);
BEGIN
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM busy_times
     WHERE tenant_id = NEW.tenant_id AND practitioner_id = NEW.practitioner_id
       AND start_at = starts AND holder_id = NEW.id;
    RETURN NEW;
  END IF;
  PERFORM free_held_times(NEW.tenant_id, NEW.practitioner_id, starts, ends, NULL);
  INSERT INTO busy_times (tenant_id, practitioner_id, start_at, end_at, holder_id, held_until, offer)
  VALUES (NEW.tenant_id, NEW.practitioner_id, starts, ends, NEW.id, NEW.expires_at, NEW.offer)
  ON CONFLICT ON CONSTRAINT busy_times_no_overlap DO NOTHING;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER slot_holds_taken BEFORE INSERT ON slot_holds
  FOR EACH ROW EXECUTE FUNCTION keep_held_times();

CREATE TRIGGER slot_holds_given_up BEFORE UPDATE ON slot_holds
  FOR EACH ROW WHEN (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL)
  EXECUTE FUNCTION keep_held_times();
