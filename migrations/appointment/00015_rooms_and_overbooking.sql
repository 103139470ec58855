-- Rooms that appointments take, and appointments that may stand beside another one.
-- +goose Up

ALTER TABLE appointments
  -- Where it takes place; absent where the site has no rooms, or none is needed.
  ADD COLUMN room_id uuid,
  -- Why it overlaps the doctor's other time; absent when it does not.
  ADD COLUMN overbook_reason text
    CONSTRAINT appointments_overbook_reason_length CHECK (length(overbook_reason) BETWEEN 1 AND 500),
  ADD CONSTRAINT appointments_room FOREIGN KEY (tenant_id, room_id) REFERENCES rooms (tenant_id, id);

-- What a room is booked for: asked before it is deleted.
CREATE INDEX appointments_by_room ON appointments (tenant_id, room_id, start_at)
  WHERE room_id IS NOT NULL AND deleted_at IS NULL;

DROP TRIGGER appointments_audit ON appointments;
CREATE TRIGGER appointments_audit AFTER INSERT OR UPDATE ON appointments
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Appointment', 'id', 'start_at', 'end_at', 'patient_id', 'patient_doc_type_id',
    'patient_doc_number', 'practitioner_id', 'practitioner_doc_type_id',
    'practitioner_doc_number', 'location_id', 'room_id', 'modality', 'state', 'notification_state',
    'appointment_type', 'comment', 'custom_fields', 'overbook_reason', 'owner_id', 'version',
    'created_at', 'updated_at', 'deleted_at');

-- Canonical name: whether a room is needed.
ALTER TABLE slot_holds ADD COLUMN modality text COLLATE "C";

ALTER TABLE busy_times
  ADD COLUMN room_id uuid,
  ADD COLUMN overbooked boolean NOT NULL DEFAULT false,
  DROP CONSTRAINT busy_times_no_overlap,
  -- No double booking of a doctor, under any race, but where somebody who may asked for it.
  ADD CONSTRAINT busy_times_no_overlap
    EXCLUDE USING gist (tenant_id WITH =, practitioner_id WITH =, during WITH &&)
    WHERE (NOT overbooked),
  -- Nor of a room.
  ADD CONSTRAINT busy_times_room_free
    EXCLUDE USING gist (tenant_id WITH =, room_id WITH =, during WITH &&)
    WHERE (room_id IS NOT NULL AND NOT overbooked);

-- How a room's time is read: range operators are no way into an index under row-level security.
CREATE INDEX busy_times_by_room ON busy_times (tenant_id, room_id, start_at) INCLUDE (end_at)
  WHERE room_id IS NOT NULL;

-- What overlaps others stands outside the constraint, and must be looked for.
CREATE INDEX busy_times_overbooked ON busy_times (tenant_id, practitioner_id, start_at)
  WHERE overbooked;

-- Whether a doctor has anything then. No busy time is longer than an appointment with its buffers:
-- 20 hours.
-- +goose StatementBegin
CREATE FUNCTION doctor_is_busy(tenant uuid, practitioner uuid, starts timestamptz, ends timestamptz,
                               holder uuid) RETURNS boolean LANGUAGE sql AS $$
  SELECT EXISTS (
    SELECT FROM busy_times AS b
     WHERE b.tenant_id = tenant AND b.practitioner_id = practitioner
       AND b.start_at > starts - interval '20 hours' AND b.start_at < ends AND b.end_at > starts
       AND b.holder_id <> holder AND (b.held_until IS NULL OR b.held_until > now()))
$$;
-- +goose StatementEnd

-- Takes a doctor's time and, where the site has rooms and one is needed, a room: the one wished for,
-- or the one that was kept, or the first by name. `done` is false when there is none to take; then
-- nothing is stored. Who may overlap takes the time all the same, with the room wished for if any.
-- +goose StatementBegin
CREATE FUNCTION take_time(
  tenant uuid, practitioner uuid, location uuid, starts timestamptz, ends timestamptz, holder uuid,
  held_until timestamptz, offer text, needs_room boolean, wished_room uuid, kept_room uuid,
  may_overlap boolean, OUT done boolean, OUT room uuid, OUT overlapping boolean)
LANGUAGE plpgsql AS $$
DECLARE
  room_taken boolean;
BEGIN
  done := false;
  overlapping := false;
  IF NOT EXISTS (
    SELECT FROM busy_times AS b
     WHERE b.tenant_id = tenant AND b.practitioner_id = practitioner AND b.overbooked
       AND b.start_at > starts - interval '20 hours' AND b.start_at < ends AND b.end_at > starts
       AND b.holder_id <> holder) THEN
    -- Again when others took the room meanwhile: each time one of them has got further.
    FOR attempt IN 1..100 LOOP
      room := NULL;
      IF needs_room OR wished_room IS NOT NULL THEN
        SELECT r.id, EXISTS (
                 SELECT FROM busy_times AS b
                  WHERE b.tenant_id = tenant AND b.room_id = r.id
                    AND b.start_at > starts - interval '20 hours' AND b.start_at < ends
                    AND b.end_at > starts AND b.holder_id <> holder
                    AND (b.held_until IS NULL OR b.held_until > now()))
          INTO room, room_taken
          FROM rooms AS r
         WHERE r.tenant_id = tenant AND r.location_id = location AND r.active
           AND r.deleted_at IS NULL AND (wished_room IS NULL OR r.id = wished_room)
         ORDER BY 2, r.id IS DISTINCT FROM kept_room, r.name
         LIMIT 1
           FOR KEY SHARE OF r;
        EXIT WHEN room IS NULL AND wished_room IS NOT NULL OR room_taken;
        -- Expired holds of other doctors.
        DELETE FROM busy_times AS b
         WHERE b.tenant_id = tenant AND b.room_id = room AND b.held_until <= now()
           AND b.start_at < ends AND b.end_at > starts;
      END IF;
      INSERT INTO busy_times (tenant_id, practitioner_id, start_at, end_at, holder_id, held_until,
                              offer, room_id)
      VALUES (tenant, practitioner, starts, ends, holder, held_until, offer, room)
      ON CONFLICT DO NOTHING;
      done := FOUND;
      EXIT WHEN done OR room IS NULL OR doctor_is_busy(tenant, practitioner, starts, ends, holder);
    END LOOP;
  END IF;
  IF done OR NOT may_overlap THEN
    RETURN;
  END IF;
  room := wished_room;
  INSERT INTO busy_times (tenant_id, practitioner_id, start_at, end_at, holder_id, room_id, overbooked)
  VALUES (tenant, practitioner, starts, ends, holder, room, true);
  done := true;
  overlapping := true;
END
$$;
-- +goose StatementEnd

-- A new appointment whose time is taken is not stored: who loses a race waits for the winner, then
-- inserts no row. A change to a time that is taken fails.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION keep_busy_times() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  was_busy boolean := TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL
                      AND OLD.state NOT IN ('CANCELLED', 'NO_SHOW');
  is_busy boolean := TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL
                     AND NEW.state NOT IN ('CANCELLED', 'NO_SHOW');
  wished uuid;
  kept uuid;
  starts timestamptz;
  ends timestamptz;
  taken record;
BEGIN
  IF was_busy AND is_busy
     AND (OLD.practitioner_id, OLD.location_id, OLD.start_at, OLD.end_at, OLD.modality, OLD.room_id)
         IS NOT DISTINCT FROM
         (NEW.practitioner_id, NEW.location_id, NEW.start_at, NEW.end_at, NEW.modality, NEW.room_id)
  THEN
    RETURN NEW;
  END IF;
  IF was_busy THEN
    DELETE FROM busy_times
     WHERE tenant_id = OLD.tenant_id AND practitioner_id = OLD.practitioner_id
       AND start_at = OLD.start_at - make_interval(mins => OLD.buffer_before_minutes)
       AND holder_id = OLD.id;
  END IF;
  IF NOT is_busy THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    wished := NEW.room_id;
  ELSE
    kept := OLD.room_id;
    IF NEW.room_id IS DISTINCT FROM OLD.room_id THEN
      wished := NEW.room_id;
    END IF;
  END IF;
  starts := NEW.start_at - make_interval(mins => NEW.buffer_before_minutes);
  ends := NEW.end_at + make_interval(mins => NEW.buffer_after_minutes);
  PERFORM free_held_times(NEW.tenant_id, NEW.practitioner_id, starts, ends, NEW.offer);
  taken := take_time(
    NEW.tenant_id, NEW.practitioner_id, NEW.location_id, starts, ends, NEW.id, NULL, NULL,
    NEW.modality = 'IN_PERSON', wished, kept, NEW.overbook_reason IS NOT NULL);
  IF taken.done THEN
    NEW.room_id := taken.room;
    IF NOT taken.overlapping THEN
      NEW.overbook_reason := NULL;
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'INSERT' THEN
    RETURN NULL;
  END IF;
  -- As the foreign key, for which a room of another site is one too.
  IF wished IS NOT NULL AND NOT EXISTS (
    SELECT FROM rooms AS r
     WHERE r.tenant_id = NEW.tenant_id AND r.id = wished AND r.location_id = NEW.location_id
       AND r.active AND r.deleted_at IS NULL) THEN
    RAISE EXCEPTION 'no such room' USING
      ERRCODE = 'foreign_key_violation', CONSTRAINT = 'appointments_room';
  END IF;
  RAISE EXCEPTION 'the time is taken' USING
    ERRCODE = 'exclusion_violation',
    CONSTRAINT = CASE WHEN doctor_is_busy(NEW.tenant_id, NEW.practitioner_id, starts, ends, NEW.id)
                      THEN 'busy_times_no_overlap' ELSE 'busy_times_room_free' END;
END
$$;
-- +goose StatementEnd

DROP TRIGGER appointments_busy_updated ON appointments;
CREATE TRIGGER appointments_busy_updated BEFORE UPDATE ON appointments
  FOR EACH ROW WHEN (
    OLD.practitioner_id <> NEW.practitioner_id OR OLD.start_at <> NEW.start_at
    OR OLD.end_at <> NEW.end_at OR OLD.state <> NEW.state OR OLD.location_id <> NEW.location_id
    OR OLD.modality <> NEW.modality OR OLD.room_id IS DISTINCT FROM NEW.room_id
    OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
  EXECUTE FUNCTION keep_busy_times();

-- A hold takes its time as an appointment does, or is not stored; given up, it frees it.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION keep_held_times() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  starts timestamptz := NEW.start_at - make_interval(mins => NEW.buffer_before_minutes);
  ends timestamptz := NEW.end_at + make_interval(mins => NEW.buffer_after_minutes);
  taken record;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM busy_times
     WHERE tenant_id = NEW.tenant_id AND practitioner_id = NEW.practitioner_id
       AND start_at = starts AND holder_id = NEW.id;
    RETURN NEW;
  END IF;
  PERFORM free_held_times(NEW.tenant_id, NEW.practitioner_id, starts, ends, NULL);
  taken := take_time(
    NEW.tenant_id, NEW.practitioner_id, NEW.location_id, starts, ends, NEW.id, NEW.expires_at,
    NEW.offer, coalesce(NEW.modality = 'IN_PERSON', false), NULL, NULL, false);
  IF taken.done THEN
    RETURN NEW;
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
