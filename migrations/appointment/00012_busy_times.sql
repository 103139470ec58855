-- When doctors can't be booked, in a table of its own: what is held will stand beside what is booked,
-- and a search must see all of a doctor's time, whoever owns the appointments.
-- +goose Up

-- One row for each live appointment that takes a doctor's time; kept by a trigger alone. It names no
-- patient and no owner.
CREATE TABLE busy_times (
  tenant_id uuid NOT NULL,
  practitioner_id uuid NOT NULL,
  start_at timestamptz NOT NULL,
  end_at timestamptz NOT NULL,
  -- The appointment.
  holder_id uuid NOT NULL,
  during tstzrange GENERATED ALWAYS AS (tstzrange(start_at, end_at, '[)')) STORED,
  -- The order in which a search reads a doctor's time. Range operators are not leakproof, and so
  -- under row-level security no way into an index.
  PRIMARY KEY (tenant_id, practitioner_id, start_at, holder_id) INCLUDE (end_at),
  -- An empty range would overlap nothing, and so evade the constraint below.
  CONSTRAINT busy_times_end_after_start CHECK (end_at > start_at),
  -- No double booking of a doctor, under any race.
  CONSTRAINT busy_times_no_overlap
    EXCLUDE USING gist (tenant_id WITH =, practitioner_id WITH =, during WITH &&)
);

-- What is booked already. The owner sees the appointments only while its rows are not forced under
-- the policy.
ALTER TABLE appointments NO FORCE ROW LEVEL SECURITY;

INSERT INTO busy_times (tenant_id, practitioner_id, start_at, end_at, holder_id)
SELECT a.tenant_id, a.practitioner_id, a.start_at, a.end_at, a.id
  FROM appointments AS a
 WHERE a.deleted_at IS NULL AND a.state NOT IN ('CANCELLED', 'NO_SHOW');

ALTER TABLE appointments FORCE ROW LEVEL SECURITY;

ALTER TABLE appointments DROP CONSTRAINT appointments_no_overlap, DROP COLUMN during;

ALTER TABLE busy_times ENABLE ROW LEVEL SECURITY;
ALTER TABLE busy_times FORCE ROW LEVEL SECURITY;

-- Keeps out every other tenant. Not the tenant's other users: a time is taken for all of them.
CREATE POLICY busy_times_of_tenant ON busy_times
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE, DELETE ON busy_times TO enlace_appointment_runtime;

-- A new appointment whose time is taken is not stored: who loses a race waits for the winner, then
-- inserts no row. A change to a time that is taken fails.
-- +goose StatementBegin
CREATE FUNCTION keep_busy_times() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was_busy boolean := TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL
                      AND OLD.state NOT IN ('CANCELLED', 'NO_SHOW');
  is_busy boolean := TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL
                     AND NEW.state NOT IN ('CANCELLED', 'NO_SHOW');
BEGIN
  IF was_busy AND is_busy THEN
    UPDATE busy_times
       SET practitioner_id = NEW.practitioner_id, start_at = NEW.start_at, end_at = NEW.end_at
     WHERE tenant_id = OLD.tenant_id AND practitioner_id = OLD.practitioner_id
       AND start_at = OLD.start_at AND holder_id = OLD.id;
  ELSIF was_busy THEN
    DELETE FROM busy_times
     WHERE tenant_id = OLD.tenant_id AND practitioner_id = OLD.practitioner_id
       AND start_at = OLD.start_at AND holder_id = OLD.id;
  ELSIF is_busy AND TG_OP = 'UPDATE' THEN
    INSERT INTO busy_times (tenant_id, practitioner_id, start_at, end_at, holder_id)
    VALUES (NEW.tenant_id, NEW.practitioner_id, NEW.start_at, NEW.end_at, NEW.id);
  ELSIF is_busy THEN
    INSERT INTO busy_times (tenant_id, practitioner_id, start_at, end_at, holder_id)
    VALUES (NEW.tenant_id, NEW.practitioner_id, NEW.start_at, NEW.end_at, NEW.id)
    ON CONFLICT ON CONSTRAINT busy_times_no_overlap DO NOTHING;
    IF NOT FOUND THEN
      RETURN NULL;
    END IF;
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER appointments_busy_inserted BEFORE INSERT ON appointments
  FOR EACH ROW EXECUTE FUNCTION keep_busy_times();

CREATE TRIGGER appointments_busy_updated BEFORE UPDATE ON appointments
  FOR EACH ROW WHEN (
    OLD.practitioner_id <> NEW.practitioner_id OR OLD.start_at <> NEW.start_at
    OR OLD.end_at <> NEW.end_at OR OLD.state <> NEW.state
    OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
  EXECUTE FUNCTION keep_busy_times();

-- Who erases an appointment's row erases what is derived from it.
CREATE TRIGGER appointments_busy_erased AFTER DELETE ON appointments
  FOR EACH ROW EXECUTE FUNCTION keep_busy_times();
