-- What else is known of doctors and sites: registrations, languages, country, insurers; and the
-- forms in which a specialty and a city are searched for.
-- +goose Up

-- A text as it is searched for: lower case, without accents, so that "pediatria" finds "Pediatría"
-- however the accent was encoded.
-- +goose StatementBegin
CREATE FUNCTION fold_text(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(normalize(lower(value COLLATE "und-x-icu"), NFKD), '[\u0300-\u036f]', '', 'g')
       COLLATE "C";
-- +goose StatementEnd

ALTER TABLE practitioners
  -- National Provider Identifier and number of the Drug Enforcement Administration (USA).
  ADD COLUMN npi text COLLATE "C"
    CONSTRAINT practitioners_npi_format CHECK (npi ~ '^[0-9]{10}$'),
  ADD COLUMN dea_number text COLLATE "C"
    CONSTRAINT practitioners_dea_number_format CHECK (dea_number ~ '^[A-Z][A-Z9][0-9]{7}$'),
  -- A list of {"state", "number", "expiresOn"}; the last, a day, may be missing.
  ADD COLUMN licences jsonb NOT NULL DEFAULT '[]'
    CONSTRAINT practitioners_licences_list
    CHECK (jsonb_typeof(licences) = 'array' AND jsonb_array_length(licences) <= 60),
  -- Primary subtags of BCP 47, lower case.
  ADD COLUMN languages text[] COLLATE "C" NOT NULL DEFAULT '{}'
    CONSTRAINT practitioners_languages_count CHECK (cardinality(languages) <= 20),
  ADD COLUMN specialty_folded text COLLATE "C" GENERATED ALWAYS AS (fold_text(specialty)) STORED;

-- An NPI names one live doctor of a tenant; a deleted doctor's is free again.
CREATE UNIQUE INDEX practitioners_npi_unique ON practitioners (tenant_id, npi)
  WHERE npi IS NOT NULL AND deleted_at IS NULL;

ALTER TABLE locations
  -- ISO 3166, two letters. The sites that were there before are in Colombia.
  ADD COLUMN country text COLLATE "C" NOT NULL DEFAULT 'CO'
    CONSTRAINT locations_country_format CHECK (country ~ '^[A-Z]{2}$'),
  -- Codes of the EPS that are taken here; empty: every one.
  ADD COLUMN insurers text[] COLLATE "C" NOT NULL DEFAULT '{}'
    CONSTRAINT locations_insurers_count CHECK (cardinality(insurers) <= 200),
  ADD COLUMN city_folded text COLLATE "C" GENERATED ALWAYS AS (fold_text(city)) STORED;

-- The doctors whose main site is deleted are found by it.
CREATE INDEX practitioners_by_location ON practitioners (tenant_id, location_id)
  WHERE location_id IS NOT NULL AND deleted_at IS NULL;

DROP TRIGGER locations_audit ON locations;
CREATE TRIGGER locations_audit AFTER INSERT OR UPDATE ON locations
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Location', 'id', 'name', 'address', 'city', 'country', 'time_zone', 'insurers', 'main',
    'active', 'version', 'created_at', 'updated_at', 'deleted_at');

DROP TRIGGER practitioners_audit ON practitioners;
CREATE TRIGGER practitioners_audit AFTER INSERT OR UPDATE ON practitioners
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Practitioner', 'id', 'first_name', 'second_name', 'last_name', 'second_last_name',
    'doc_type_id', 'doc_number', 'specialty', 'location_id', 'npi', 'dea_number', 'licences',
    'languages', 'active', 'version', 'created_at', 'updated_at', 'deleted_at');
