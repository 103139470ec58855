-- The patients of a tenant.
-- +goose Up

-- A name as it is searched for: lower case, without accents, so that "rodriguez" finds
-- "Rodríguez" however the accent was encoded.
-- +goose StatementBegin
CREATE FUNCTION fold_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(normalize(lower(name COLLATE "und-x-icu"), NFKD), '[\u0300-\u036f]', '', 'g')
       COLLATE "C";
-- +goose StatementEnd

CREATE TABLE patients (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  first_name text,
  second_name text,
  last_name text,
  second_last_name text,
  birth_date date CHECK (birth_date >= '1900-01-01'),
  gender_id text CHECK (gender_id IN ('M', 'F', 'I')),
  gender_identity_id text CHECK (gender_identity_id IN ('01', '02', '03', '04', '05')),
  doc_type_id text COLLATE "C",
  doc_number text COLLATE "C",
  mrn text COLLATE "C",
  -- E.164, in the order of preference.
  phones text[] NOT NULL DEFAULT '{}' CHECK (cardinality(phones) <= 10),
  email text,
  eps_id text,
  habeas_data boolean NOT NULL DEFAULT false,
  -- Bounded, so that a row's audit event is.
  custom_fields jsonb NOT NULL DEFAULT '{}'
    CHECK (jsonb_typeof(custom_fields) = 'object'
           AND octet_length(custom_fields::text) <= 524288),
  -- E-mail of the owner of the credential that registered the patient.
  owner_id text COLLATE "C" NOT NULL,
  workflow text COLLATE "C",
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz,
  -- Stored forms for look-ups: under row-level security only leakproof comparisons reach an index.
  email_lower text COLLATE "C" GENERATED ALWAYS AS (lower(email COLLATE "C")) STORED,
  full_name_folded text COLLATE "C" GENERATED ALWAYS AS (fold_name(rtrim(
    coalesce(first_name || ' ', '') || coalesce(second_name || ' ', '')
    || coalesce(last_name || ' ', '') || coalesce(second_last_name, '')))) STORED,
  family_names_folded text COLLATE "C" GENERATED ALWAYS AS (fold_name(rtrim(
    coalesce(last_name || ' ', '') || coalesce(second_last_name, '')))) STORED,
  PRIMARY KEY (tenant_id, id),
  CONSTRAINT patients_document_whole CHECK ((doc_type_id IS NULL) = (doc_number IS NULL)),
  -- Only a workflow may know a person by less than names and document.
  CONSTRAINT patients_identified CHECK (
    workflow IS NOT NULL
    OR (first_name IS NOT NULL AND last_name IS NOT NULL AND doc_number IS NOT NULL))
);

-- A document names one live patient of a tenant; a deleted patient's document is free again.
CREATE UNIQUE INDEX patients_document_unique ON patients (tenant_id, doc_type_id, doc_number)
  WHERE deleted_at IS NULL;

CREATE INDEX patients_by_email ON patients (tenant_id, email_lower, id) WHERE deleted_at IS NULL;

CREATE INDEX patients_by_full_name ON patients (tenant_id, full_name_folded)
  WHERE deleted_at IS NULL;

CREATE INDEX patients_by_family_names ON patients (tenant_id, family_names_folded)
  WHERE deleted_at IS NULL;

CREATE INDEX patients_by_owner ON patients (tenant_id, owner_id, id) WHERE deleted_at IS NULL;

CREATE INDEX patients_by_workflow ON patients (tenant_id, workflow, id)
  WHERE deleted_at IS NULL AND workflow IS NOT NULL;

ALTER TABLE patients ENABLE ROW LEVEL SECURITY;
ALTER TABLE patients FORCE ROW LEVEL SECURITY;

-- Without an OR, whose guessed selectivity would lead the planner into sorting the whole tenant.
-- Keeps out every other tenant, and, where the tenant limits its users to what they own, the
-- patients of its other users.
CREATE POLICY patients_of_tenant ON patients
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
         AND coalesce(owner_id = nullif(current_setting('app.owner_scope', true), ''), true))
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
              AND coalesce(owner_id = nullif(current_setting('app.owner_scope', true), ''), true));

-- Rows are never removed: deletion is soft.
GRANT SELECT, INSERT, UPDATE ON patients TO enlace_patient_runtime;

-- The numbers of patients.phones, one a row, for look-ups: array comparisons are not leakproof.
-- Filled by a trigger alone.
CREATE TABLE patient_phones (
  tenant_id uuid NOT NULL,
  phone text COLLATE "C" NOT NULL,
  patient_id uuid NOT NULL,
  owner_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, phone, patient_id),
  FOREIGN KEY (tenant_id, patient_id) REFERENCES patients (tenant_id, id)
);

CREATE INDEX patient_phones_by_patient ON patient_phones (tenant_id, patient_id);

ALTER TABLE patient_phones ENABLE ROW LEVEL SECURITY;
ALTER TABLE patient_phones FORCE ROW LEVEL SECURITY;

-- Keeps out every other tenant, and the other owners as the policy of patients does.
CREATE POLICY patient_phones_of_tenant ON patient_phones
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
         AND coalesce(owner_id = nullif(current_setting('app.owner_scope', true), ''), true))
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
              AND coalesce(owner_id = nullif(current_setting('app.owner_scope', true), ''), true));

GRANT SELECT, INSERT, DELETE ON patient_phones TO enlace_patient_runtime;

-- +goose StatementBegin
CREATE FUNCTION keep_patient_phones() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM patient_phones WHERE tenant_id = NEW.tenant_id AND patient_id = NEW.id;
  END IF;
  INSERT INTO patient_phones (tenant_id, phone, patient_id, owner_id)
  SELECT DISTINCT NEW.tenant_id, phone, NEW.id, NEW.owner_id FROM unnest(NEW.phones) AS phone;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER patients_version BEFORE INSERT OR UPDATE ON patients
  FOR EACH ROW EXECUTE FUNCTION set_row_version();

CREATE TRIGGER patients_phones_inserted AFTER INSERT ON patients
  FOR EACH ROW WHEN (cardinality(NEW.phones) > 0) EXECUTE FUNCTION keep_patient_phones();

CREATE TRIGGER patients_phones_updated AFTER UPDATE ON patients
  FOR EACH ROW WHEN (OLD.phones IS DISTINCT FROM NEW.phones
                     OR OLD.owner_id IS DISTINCT FROM NEW.owner_id)
  EXECUTE FUNCTION keep_patient_phones();

CREATE TRIGGER patients_audit AFTER INSERT OR UPDATE ON patients
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Patient', 'id', 'first_name', 'second_name', 'last_name', 'second_last_name', 'birth_date',
    'gender_id', 'gender_identity_id', 'doc_type_id', 'doc_number', 'mrn', 'phones', 'email',
    'eps_id', 'habeas_data', 'custom_fields', 'owner_id', 'workflow', 'version', 'created_at',
    'updated_at', 'deleted_at');
