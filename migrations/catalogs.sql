-- Codes and catalogues: lists that others publish and change, as data with validity dates. The
-- same in every service that judges by them. A full official list is loaded by scripts/catalog.sh.
-- +goose Up

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- The lists themselves. They belong to no tenant: a tenant's own codes are in its settings.
CREATE TABLE catalogs (
  name text COLLATE "C" PRIMARY KEY CHECK (name ~ '^[a-z][a-z-]{1,39}$'),
  name_en text NOT NULL CHECK (name_en <> ''),
  name_es text NOT NULL CHECK (name_es <> ''),
  -- Grows with every change of an entry: what a service compares to see that it must read again.
  version bigint NOT NULL DEFAULT 1
);

-- One row for each version of a code.
CREATE TABLE catalog_entries (
  catalog text COLLATE "C" NOT NULL REFERENCES catalogs (name),
  code text COLLATE "C" NOT NULL CHECK (code ~ '^[A-Z0-9_]{1,60}$'),
  name_en text NOT NULL CHECK (name_en <> ''),
  name_es text NOT NULL CHECK (name_es <> ''),
  -- Both days included.
  valid_from date NOT NULL DEFAULT '1900-01-01',
  valid_to date,
  attributes jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(attributes) = 'object'),
  PRIMARY KEY (catalog, code, valid_from),
  CONSTRAINT catalog_entries_validity CHECK (valid_to >= valid_from),
  -- On a day a code means one thing.
  CONSTRAINT catalog_entries_no_overlap EXCLUDE USING gist (
    catalog WITH =, code WITH =, daterange(valid_from, valid_to, '[]') WITH &&)
);

-- Only for the roles' names: it would also read every $ of a pattern and of a function's quotes.
-- +goose ENVSUB ON

-- Services only read; what changes a list runs as the owner.
GRANT SELECT ON catalogs, catalog_entries
  TO enlace_${ENLACE_SERVICE}_runtime, enlace_${ENLACE_SERVICE}_relay;

-- +goose ENVSUB OFF

-- +goose StatementBegin
CREATE FUNCTION bump_catalog_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE catalogs SET version = version + 1
   WHERE name IN (SELECT catalog FROM changed);
  RETURN NULL;
END
$$;
-- +goose StatementEnd

INSERT INTO catalogs (name, name_en, name_es) VALUES
  ('document-types', 'Identity document types', 'Tipos de documento de identidad'),
  ('genders', 'Sexes', 'Sexos'),
  ('gender-identities', 'Gender identities', 'Identidades de género'),
  ('modalities', 'Modalities of care', 'Modalidades de atención'),
  ('eps', 'Health insurers (EPS)', 'Entidades promotoras de salud (EPS)');

-- Colombia's registry of document types, and Peru's DNI. minLength and maxLength are what is
-- usual, minAge and maxAge whom the document is made for: what differs is a warning.
INSERT INTO catalog_entries (catalog, code, name_es, name_en, attributes) VALUES
  ('document-types', 'CN', 'Certificado de nacido vivo', 'Certificate of live birth',
   '{"characters": "ALPHANUMERIC", "minLength": 4, "maxLength": 20, "maxAge": 18}'),
  ('document-types', 'RC', 'Registro civil', 'Civil registry of birth',
   '{"characters": "ALPHANUMERIC", "minLength": 4, "maxLength": 20, "maxAge": 6}'),
  ('document-types', 'TI', 'Tarjeta de identidad', 'Identity card of a minor',
   '{"characters": "DIGITS", "minLength": 4, "maxLength": 20, "minAge": 7, "maxAge": 17}'),
  ('document-types', 'CC', 'Cédula de ciudadanía', 'Citizenship card',
   '{"characters": "DIGITS", "minLength": 4, "maxLength": 10, "minAge": 18}'),
  ('document-types', 'PA', 'Pasaporte', 'Passport',
   '{"characters": "ALPHANUMERIC", "minLength": 4, "maxLength": 20}'),
  ('document-types', 'CD', 'Carné diplomático', 'Diplomatic card',
   '{"characters": "ALPHANUMERIC", "minLength": 4, "maxLength": 20}'),
  ('document-types', 'CE', 'Cédula de extranjería', 'Foreign resident card',
   '{"characters": "ALPHANUMERIC", "minLength": 4, "maxLength": 20}'),
  ('document-types', 'DE', 'Documento extranjero', 'Foreign document',
   '{"characters": "ALPHANUMERIC", "minLength": 4, "maxLength": 20}'),
  ('document-types', 'SC', 'Salvoconducto', 'Safe-conduct',
   '{"characters": "ALPHANUMERIC", "minLength": 4, "maxLength": 20}'),
  ('document-types', 'PE', 'Permiso especial de permanencia', 'Special stay permit',
   '{"characters": "ALPHANUMERIC", "minLength": 4, "maxLength": 20}'),
  ('document-types', 'PT', 'Permiso por protección temporal', 'Temporary protection permit',
   '{"characters": "ALPHANUMERIC", "minLength": 4, "maxLength": 20}'),
  ('document-types', 'PPT', 'Permiso por protección temporal (PPT)',
   'Temporary protection permit (PPT)',
   '{"characters": "ALPHANUMERIC", "minLength": 4, "maxLength": 20}'),
  ('document-types', 'PC', 'Documento PC', 'PC document',
   '{"characters": "ALPHANUMERIC", "minLength": 4, "maxLength": 20}'),
  ('document-types', 'RUT', 'Registro único tributario', 'Tax registration',
   '{"characters": "ALPHANUMERIC", "minLength": 4, "maxLength": 20}'),
  ('document-types', 'AS', 'Adulto sin identificación', 'Adult without identification',
   '{"characters": "ALPHANUMERIC", "minLength": 4, "maxLength": 20}'),
  ('document-types', 'MS', 'Menor sin identificación', 'Minor without identification',
   '{"characters": "ALPHANUMERIC", "minLength": 4, "maxLength": 20, "maxAge": 18}'),
  ('document-types', 'SI', 'Sin identificación', 'Without identification',
   '{"characters": "ALPHANUMERIC", "minLength": 4, "maxLength": 20}'),
  ('document-types', 'DNI', 'Documento nacional de identidad (Perú)',
   'National identity document (Peru)',
   '{"characters": "DIGITS", "exactLength": 8, "country": "PE"}');

-- The national codes are understood wherever a code is.
INSERT INTO catalog_entries (catalog, code, name_es, name_en, attributes) VALUES
  ('genders', 'M', 'Masculino', 'Male', '{"nationalCode": "01"}'),
  ('genders', 'F', 'Femenino', 'Female', '{"nationalCode": "02"}'),
  ('genders', 'I', 'Indeterminado o intersexual', 'Indeterminate or intersex',
   '{"nationalCode": "03"}'),
  ('gender-identities', '01', 'Masculino', 'Male', '{}'),
  ('gender-identities', '02', 'Femenino', 'Female', '{}'),
  ('gender-identities', '03', 'Transgénero', 'Transgender', '{}'),
  ('gender-identities', '04', 'Neutro', 'Neutral', '{}'),
  ('gender-identities', '05', 'No lo declara', 'Not declared', '{}');

-- Colombia, RIPS: modalities of care (Resolución 2275 de 2023).
INSERT INTO catalog_entries (catalog, code, name_es, name_en, attributes) VALUES
  ('modalities', 'IN_PERSON', 'Intramural', 'In person', '{"nationalCode": "01"}'),
  ('modalities', 'MOBILE_UNIT', 'Extramural, unidad móvil', 'Mobile unit',
   '{"nationalCode": "02"}'),
  ('modalities', 'HOME', 'Extramural domiciliaria', 'At home', '{"nationalCode": "03"}'),
  ('modalities', 'BRIGADE', 'Extramural, jornada de salud', 'Health brigade',
   '{"nationalCode": "04"}'),
  ('modalities', 'PREHOSPITAL', 'Extramural prehospitalaria', 'Prehospital',
   '{"nationalCode": "05"}'),
  ('modalities', 'TELEMEDICINE_INTERACTIVE', 'Telemedicina interactiva',
   'Interactive telemedicine', '{"nationalCode": "06"}'),
  ('modalities', 'TELEMEDICINE_NON_INTERACTIVE', 'Telemedicina no interactiva',
   'Non-interactive telemedicine', '{"nationalCode": "07"}'),
  ('modalities', 'TELE_EXPERTISE', 'Teleexperticia', 'Tele-expertise', '{"nationalCode": "08"}'),
  ('modalities', 'TELE_MONITORING', 'Telemonitoreo', 'Telemonitoring', '{"nationalCode": "09"}');

-- To begin with; the full official list is loaded from its CSV file.
INSERT INTO catalog_entries (catalog, code, name_es, name_en) VALUES
  ('eps', 'EPS001', 'Aliansalud', 'Aliansalud'),
  ('eps', 'EPS002', 'Salud Total', 'Salud Total'),
  ('eps', 'EPS005', 'Sanitas', 'Sanitas'),
  ('eps', 'EPS008', 'Compensar', 'Compensar'),
  ('eps', 'EPS010', 'SURA', 'SURA'),
  ('eps', 'EPS012', 'Comfenalco Valle', 'Comfenalco Valle'),
  ('eps', 'EPS017', 'Famisanar', 'Famisanar'),
  ('eps', 'EPS018', 'SOS', 'SOS'),
  ('eps', 'EPS037', 'Nueva EPS', 'Nueva EPS'),
  ('eps', 'ESS024', 'Coosalud', 'Coosalud'),
  ('eps', 'CCFC55', 'Cajacopi', 'Cajacopi'),
  ('eps', 'EAS016', 'EPM', 'EPM'),
  ('eps', 'EAS027', 'Ferrocarriles', 'Ferrocarriles');

CREATE TRIGGER catalog_entries_inserted AFTER INSERT ON catalog_entries
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION bump_catalog_version();
CREATE TRIGGER catalog_entries_updated AFTER UPDATE ON catalog_entries
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION bump_catalog_version();
CREATE TRIGGER catalog_entries_deleted AFTER DELETE ON catalog_entries
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION bump_catalog_version();
