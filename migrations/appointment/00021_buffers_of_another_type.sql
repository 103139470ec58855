-- An appointment that becomes one of another type keeps that type's buffers free.
-- +goose Up

-- As before, but buffers count as the time does.
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
     AND (OLD.practitioner_id, OLD.location_id, OLD.start_at, OLD.end_at, OLD.modality, OLD.room_id,
          OLD.buffer_before_minutes, OLD.buffer_after_minutes)
         IS NOT DISTINCT FROM
         (NEW.practitioner_id, NEW.location_id, NEW.start_at, NEW.end_at, NEW.modality, NEW.room_id,
          NEW.buffer_before_minutes, NEW.buffer_after_minutes)
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
    OR OLD.modality <> NEW.modality
    OR (OLD.buffer_before_minutes, OLD.buffer_after_minutes)
       <> (NEW.buffer_before_minutes, NEW.buffer_after_minutes)
    OR OLD.room_id IS DISTINCT FROM NEW.room_id
    OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
  EXECUTE FUNCTION keep_busy_times();
