-- Who waits for a time, what was offered to them, and the times that became free.
-- +goose Up
-- +goose ENVSUB ON

CREATE TABLE waitlist_entries (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  patient_id uuid NOT NULL,
  -- The wish, as a search has it; NULL or empty is any.
  practitioner_id uuid,
  specialty text COLLATE "C",
  location_id uuid,
  city text COLLATE "C",
  appointment_type text COLLATE "C",
  duration_minutes smallint CHECK (duration_minutes BETWEEN 5 AND 720),
  modality text COLLATE "C",
  eps_id text COLLATE "C",
  language text COLLATE "C",
  earliest_at timestamptz NOT NULL,
  latest_at timestamptz NOT NULL,
  days text[] NOT NULL DEFAULT '{}',
  part_of_day text COLLATE "C" CHECK (part_of_day IN ('MORNING', 'AFTERNOON', 'EVENING')),
  -- What tells the wish from the patient's others.
  wish_hash text COLLATE "C" NOT NULL,
  status text COLLATE "C" NOT NULL DEFAULT 'WAITING'
    CHECK (status IN ('WAITING', 'OFFERED', 'BOOKED', 'EXPIRED', 'CANCELLED')),
  -- The hold of the offer that is open, or that was booked.
  hold_id uuid,
  -- Without a foreign key: an appointment's row may be erased.
  appointment_id uuid,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  -- Left before its time.
  deleted_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT waitlist_entries_practitioner FOREIGN KEY (tenant_id, practitioner_id)
    REFERENCES practitioners (tenant_id, id),
  CONSTRAINT waitlist_entries_location FOREIGN KEY (tenant_id, location_id)
    REFERENCES locations (tenant_id, id),
  CONSTRAINT waitlist_entries_hold FOREIGN KEY (tenant_id, hold_id)
    REFERENCES slot_holds (tenant_id, id),
  CONSTRAINT waitlist_entries_period CHECK (latest_at > earliest_at),
  CONSTRAINT waitlist_entries_offered CHECK ((status IN ('OFFERED', 'BOOKED')) = (hold_id IS NOT NULL)),
  CONSTRAINT waitlist_entries_booked CHECK ((status = 'BOOKED') = (appointment_id IS NOT NULL))
);

CREATE INDEX waitlist_entries_in_order ON waitlist_entries (tenant_id, created_at, id);

CREATE INDEX waitlist_entries_waiting ON waitlist_entries (tenant_id, created_at, id)
  WHERE status = 'WAITING';

CREATE INDEX waitlist_entries_of_patient ON waitlist_entries (tenant_id, patient_id, created_at, id);

-- A patient waits for a thing once.
CREATE UNIQUE INDEX waitlist_entries_wish_once ON waitlist_entries (tenant_id, patient_id, wish_hash)
  WHERE status IN ('WAITING', 'OFFERED');

CREATE UNIQUE INDEX waitlist_entries_hold_once ON waitlist_entries (tenant_id, hold_id)
  WHERE hold_id IS NOT NULL;

ALTER TABLE waitlist_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE waitlist_entries FORCE ROW LEVEL SECURITY;

-- Keeps out every other tenant.
CREATE POLICY waitlist_entries_of_tenant ON waitlist_entries
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

-- Rows are never removed: leaving is soft.
GRANT SELECT, INSERT, UPDATE ON waitlist_entries TO enlace_${ENLACE_SERVICE}_runtime;

-- One row for each offer that was ever made to an entry: what was missed or declined once is not
-- offered to it again. When and with whom stands in the hold.
CREATE TABLE waitlist_offers (
  tenant_id uuid NOT NULL,
  -- The hold's.
  id uuid NOT NULL,
  entry_id uuid NOT NULL,
  appointment_type text COLLATE "C",
  modality text COLLATE "C" NOT NULL,
  -- As callers book it, and its signature.
  offer_id text COLLATE "C" NOT NULL,
  offer text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT waitlist_offers_entry FOREIGN KEY (tenant_id, entry_id)
    REFERENCES waitlist_entries (tenant_id, id),
  CONSTRAINT waitlist_offers_hold FOREIGN KEY (tenant_id, id) REFERENCES slot_holds (tenant_id, id)
);

CREATE UNIQUE INDEX waitlist_offers_once ON waitlist_offers (tenant_id, offer);

CREATE INDEX waitlist_offers_of_entry ON waitlist_offers (tenant_id, entry_id);

ALTER TABLE waitlist_offers ENABLE ROW LEVEL SECURITY;
ALTER TABLE waitlist_offers FORCE ROW LEVEL SECURITY;

-- Keeps out every other tenant.
CREATE POLICY waitlist_offers_of_tenant ON waitlist_offers
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT ON waitlist_offers TO enlace_${ENLACE_SERVICE}_runtime;

-- What the waitlist has to look at, and when: a doctor's time that is free from then on, or an
-- entry. Names nobody. A row stays until all that follows from it is committed.
CREATE TABLE freed_times (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  due_at timestamptz NOT NULL,
  practitioner_id uuid,
  start_at timestamptz,
  end_at timestamptz,
  entry_id uuid,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT freed_times_time_or_entry
    CHECK (num_nulls(practitioner_id, start_at, end_at) = CASE WHEN entry_id IS NULL THEN 0 ELSE 3 END)
);

CREATE INDEX freed_times_due ON freed_times (due_at);

CREATE INDEX freed_times_due_of_tenant ON freed_times (tenant_id, due_at, id);

ALTER TABLE freed_times ENABLE ROW LEVEL SECURITY;
ALTER TABLE freed_times FORCE ROW LEVEL SECURITY;

-- Keeps out every other tenant.
CREATE POLICY freed_times_of_tenant ON freed_times TO enlace_${ENLACE_SERVICE}_runtime
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

-- The relay role learns which tenants have something due, and nothing else.
CREATE POLICY freed_times_whose ON freed_times FOR SELECT TO enlace_${ENLACE_SERVICE}_relay USING (true);

-- UPDATE is what FOR UPDATE asks for, and puts off what failed.
GRANT SELECT, INSERT, UPDATE, DELETE ON freed_times TO enlace_${ENLACE_SERVICE}_runtime;
GRANT SELECT (tenant_id, due_at) ON freed_times TO enlace_${ENLACE_SERVICE}_relay;

-- Substitution would also shorten every $$ that follows.
-- +goose ENVSUB OFF

CREATE TRIGGER waitlist_entries_version BEFORE INSERT OR UPDATE ON waitlist_entries
  FOR EACH ROW EXECUTE FUNCTION set_row_version();

CREATE TRIGGER waitlist_entries_audit AFTER INSERT OR UPDATE ON waitlist_entries
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'WaitlistEntry', 'id', 'patient_id', 'practitioner_id', 'specialty', 'location_id', 'city',
    'appointment_type', 'duration_minutes', 'modality', 'eps_id', 'language', 'earliest_at',
    'latest_at', 'days', 'part_of_day', 'status', 'hold_id', 'appointment_id', 'version',
    'created_at', 'updated_at', 'deleted_at');

-- Whatever takes a row away or moves it, and whatever lets a hold run out, frees time: noticed in
-- the transaction that does it. A hold is noticed when it is made, for the moment it ends.
-- +goose StatementBegin
CREATE FUNCTION notice_freed_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO freed_times (tenant_id, id, due_at, practitioner_id, start_at, end_at)
    VALUES (NEW.tenant_id, new_ulid(), NEW.held_until, NEW.practitioner_id, NEW.start_at, NEW.end_at);
  ELSIF OLD.end_at > now() THEN
    INSERT INTO freed_times (tenant_id, id, due_at, practitioner_id, start_at, end_at)
    VALUES (OLD.tenant_id, new_ulid(), now(), OLD.practitioner_id, OLD.start_at, OLD.end_at);
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER busy_times_held AFTER INSERT ON busy_times
  FOR EACH ROW WHEN (NEW.held_until IS NOT NULL) EXECUTE FUNCTION notice_freed_time();

CREATE TRIGGER busy_times_moved AFTER UPDATE ON busy_times
  FOR EACH ROW WHEN (
    OLD.practitioner_id <> NEW.practitioner_id OR OLD.start_at <> NEW.start_at
    OR OLD.end_at <> NEW.end_at)
  EXECUTE FUNCTION notice_freed_time();

CREATE TRIGGER busy_times_freed AFTER DELETE ON busy_times
  FOR EACH ROW EXECUTE FUNCTION notice_freed_time();

-- A new entry is looked at once by itself: its time may be free already.
-- +goose StatementBegin
CREATE FUNCTION notice_new_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO freed_times (tenant_id, id, due_at, entry_id)
  VALUES (NEW.tenant_id, new_ulid(), now(), NEW.id);
  RETURN NULL;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER waitlist_entries_noticed AFTER INSERT ON waitlist_entries
  FOR EACH ROW EXECUTE FUNCTION notice_new_entry();

-- An offer of the waitlist is booked for its own patient and while it is open, by whichever
-- credential. Runs before the booking's time is taken, and so locks the entry first, as whoever
-- ends an offer does.
-- +goose StatementBegin
CREATE FUNCTION check_waitlist_offer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  made record;
  entry record;
BEGIN
  SELECT o.id, o.entry_id INTO made
    FROM waitlist_offers AS o WHERE o.tenant_id = NEW.tenant_id AND o.offer = NEW.offer;
  IF NOT FOUND THEN
    RETURN NEW;
  END IF;
  SELECT e.status, e.hold_id, e.patient_id INTO entry
    FROM waitlist_entries AS e WHERE e.tenant_id = NEW.tenant_id AND e.id = made.entry_id
     FOR UPDATE;
  IF entry.hold_id IS DISTINCT FROM made.id THEN
    RAISE EXCEPTION 'the offer is not open' USING
      ERRCODE = 'check_violation', CONSTRAINT = 'waitlist_offer_open';
  ELSIF entry.status = 'BOOKED' THEN
    RAISE EXCEPTION 'the offer is booked' USING
      ERRCODE = 'unique_violation', CONSTRAINT = 'appointments_offer_once';
  ELSIF entry.patient_id <> NEW.patient_id THEN
    RAISE EXCEPTION 'the offer is another patient''s' USING
      ERRCODE = 'check_violation', CONSTRAINT = 'waitlist_offer_patient';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd

-- Named to run first: triggers of one kind run by name.
CREATE TRIGGER appointments_a_waitlist_offer BEFORE INSERT ON appointments
  FOR EACH ROW WHEN (NEW.offer IS NOT NULL) EXECUTE FUNCTION check_waitlist_offer();

-- +goose StatementBegin
CREATE FUNCTION end_waiting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE waitlist_entries
     SET status = 'BOOKED', appointment_id = NEW.id
   WHERE tenant_id = NEW.tenant_id AND status = 'OFFERED'
     AND hold_id = (SELECT o.id FROM waitlist_offers AS o
                     WHERE o.tenant_id = NEW.tenant_id AND o.offer = NEW.offer);
  RETURN NULL;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER appointments_waitlist_booked AFTER INSERT ON appointments
  FOR EACH ROW WHEN (NEW.offer IS NOT NULL) EXECUTE FUNCTION end_waiting();
