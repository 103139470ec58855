-- What leads from the value of a custom field to the patients who have it.
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

-- One row for each string, number and boolean among a live patient's custom fields, in the order of
-- lists; filled by triggers alone. It names candidates, whose rows are compared again, because two
-- fields may share a hash. Without the owner, which would be most of a row: the policy of patients
-- keeps back whom the caller may not see.
CREATE TABLE patient_custom_fields (
  tenant_id uuid NOT NULL,
  field_hash bigint NOT NULL,
  patient_id uuid NOT NULL
);

-- +goose StatementBegin
CREATE FUNCTION keep_patient_custom_fields() RETURNS trigger LANGUAGE plpgsql AS $$
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
    DELETE FROM patient_custom_fields
     WHERE tenant_id = OLD.tenant_id AND patient_id = OLD.id
       AND field_hash IN (SELECT field_hash FROM custom_field_hashes(old_fields)
                          EXCEPT SELECT field_hash FROM custom_field_hashes(new_fields));
  END IF;
  IF new_fields <> '{}' THEN
    INSERT INTO patient_custom_fields (tenant_id, field_hash, patient_id)
    SELECT NEW.tenant_id, added.field_hash, NEW.id
      FROM (SELECT field_hash FROM custom_field_hashes(new_fields)
            EXCEPT SELECT field_hash FROM custom_field_hashes(old_fields)) AS added;
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER patients_custom_fields_inserted AFTER INSERT ON patients
  FOR EACH ROW WHEN (NEW.custom_fields <> '{}') EXECUTE FUNCTION keep_patient_custom_fields();

CREATE TRIGGER patients_custom_fields_updated AFTER UPDATE ON patients
  FOR EACH ROW WHEN (OLD.custom_fields <> NEW.custom_fields
                     OR (OLD.deleted_at IS NULL) <> (NEW.deleted_at IS NULL))
  EXECUTE FUNCTION keep_patient_custom_fields();

-- Who erases a patient's row erases what is derived from it.
CREATE TRIGGER patients_custom_fields_erased AFTER DELETE ON patients
  FOR EACH ROW EXECUTE FUNCTION keep_patient_custom_fields();

-- The patients that are there already. The owner sees them only while its rows are not forced under
-- the policy; the triggers above hold the table locked until this is committed.
ALTER TABLE patients NO FORCE ROW LEVEL SECURITY;

INSERT INTO patient_custom_fields (tenant_id, field_hash, patient_id)
SELECT DISTINCT p.tenant_id, f.field_hash, p.id
  FROM patients AS p, custom_field_hashes(p.custom_fields) AS f
 WHERE p.deleted_at IS NULL;

ALTER TABLE patients FORCE ROW LEVEL SECURITY;

ALTER TABLE patient_custom_fields ADD PRIMARY KEY (tenant_id, field_hash, patient_id);

ALTER TABLE patient_custom_fields ENABLE ROW LEVEL SECURITY;
ALTER TABLE patient_custom_fields FORCE ROW LEVEL SECURITY;

-- Keeps out every other tenant.
CREATE POLICY patient_custom_fields_of_tenant ON patient_custom_fields
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, DELETE ON patient_custom_fields TO enlace_patient_runtime;

-- For lists of one document type, which would otherwise read the whole tenant.
CREATE INDEX patients_by_document_type ON patients (tenant_id, doc_type_id, id)
  WHERE deleted_at IS NULL AND doc_type_id IS NOT NULL;
