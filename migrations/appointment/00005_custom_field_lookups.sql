-- What leads from the value of a custom field to the appointments that have it.
-- +goose Up

-- A field as it is looked for; `value` is what ->> answers.
-- +goose StatementBegin
CREATE FUNCTION custom_field_hash(key text, value text) RETURNS bigint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN hashtextextended(value COLLATE "C", hashtextextended(key COLLATE "C", 0));
-- +goose StatementEnd

-- Of an object's strings, numbers and booleans. Not STRICT: it could not be inlined then.
-- +goose StatementBegin
CREATE FUNCTION custom_field_hashes(fields jsonb) RETURNS TABLE (field_hash bigint)
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT custom_field_hash(key, value #>> '{}') FROM jsonb_each(fields)
   WHERE jsonb_typeof(value) IN ('string', 'number', 'boolean');
END;
-- +goose StatementEnd

-- One row for each string, number and boolean among a live appointment's custom fields, in the order
-- of lists; filled by triggers alone. It names candidates, whose rows are compared again, because
-- two fields may share a hash. Without the owner, which would be most of a row: the policy of
-- appointments keeps back what the caller may not see.
CREATE TABLE appointment_custom_fields (
  tenant_id uuid NOT NULL,
  field_hash bigint NOT NULL,
  start_at timestamptz NOT NULL,
  appointment_id uuid NOT NULL
);

-- +goose StatementBegin
CREATE FUNCTION keep_appointment_custom_fields() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  old_fields jsonb := '{}';
  new_fields jsonb := '{}';
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL THEN
    old_fields := OLD.custom_fields;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL THEN
    new_fields := NEW.custom_fields;
  END IF;
  IF old_fields <> '{}' THEN
    DELETE FROM appointment_custom_fields
     WHERE tenant_id = OLD.tenant_id AND start_at = OLD.start_at AND appointment_id = OLD.id
       AND field_hash IN (
         SELECT gone.field_hash
           FROM (SELECT field_hash, OLD.start_at FROM custom_field_hashes(old_fields)
                 EXCEPT
                 SELECT field_hash, NEW.start_at FROM custom_field_hashes(new_fields)) AS gone);
  END IF;
  IF new_fields <> '{}' THEN
    INSERT INTO appointment_custom_fields (tenant_id, field_hash, start_at, appointment_id)
    SELECT NEW.tenant_id, added.field_hash, NEW.start_at, NEW.id
      FROM (SELECT field_hash, NEW.start_at FROM custom_field_hashes(new_fields)
            EXCEPT
            SELECT field_hash, OLD.start_at FROM custom_field_hashes(old_fields)) AS added;
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER appointments_custom_fields_inserted AFTER INSERT ON appointments
  FOR EACH ROW WHEN (NEW.custom_fields <> '{}')
  EXECUTE FUNCTION keep_appointment_custom_fields();

CREATE TRIGGER appointments_custom_fields_updated AFTER UPDATE ON appointments
  FOR EACH ROW WHEN (OLD.custom_fields <> NEW.custom_fields
                     OR (NEW.custom_fields <> '{}'
                         AND (OLD.start_at <> NEW.start_at
                              OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))))
  EXECUTE FUNCTION keep_appointment_custom_fields();

-- Who erases an appointment's row erases what is derived from it.
CREATE TRIGGER appointments_custom_fields_erased AFTER DELETE ON appointments
  FOR EACH ROW EXECUTE FUNCTION keep_appointment_custom_fields();

-- The appointments that are there already. The owner sees them only while its rows are not forced
-- under the policy; the triggers above hold the table locked until this is committed.
ALTER TABLE appointments NO FORCE ROW LEVEL SECURITY;

INSERT INTO appointment_custom_fields (tenant_id, field_hash, start_at, appointment_id)
SELECT DISTINCT a.tenant_id, f.field_hash, a.start_at, a.id
  FROM appointments AS a, custom_field_hashes(a.custom_fields) AS f
 WHERE a.deleted_at IS NULL;

ALTER TABLE appointments FORCE ROW LEVEL SECURITY;

ALTER TABLE appointment_custom_fields
  ADD PRIMARY KEY (tenant_id, field_hash, start_at, appointment_id);

ALTER TABLE appointment_custom_fields ENABLE ROW LEVEL SECURITY;
ALTER TABLE appointment_custom_fields FORCE ROW LEVEL SECURITY;

-- Keeps out every other tenant.
CREATE POLICY appointment_custom_fields_of_tenant ON appointment_custom_fields
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON appointment_custom_fields TO enlace_appointment_runtime;
