-- Lost second factors that an administrator removes; doctors who register a clinic.
-- +goose Up

ALTER TABLE sessions DROP CONSTRAINT sessions_end_reason_check;
ALTER TABLE sessions ADD CONSTRAINT sessions_end_reason_check
  CHECK (end_reason IN ('LOGOUT', 'REFRESH_TOKEN_REUSED', 'PASSWORD_CHANGED', 'PASSWORD_RESET',
                        'MFA_ENABLED', 'MFA_RESET'));

ALTER TABLE mails DROP CONSTRAINT mails_kind_check;
ALTER TABLE mails ADD CONSTRAINT mails_kind_check
  CHECK (kind IN ('VERIFY_EMAIL', 'RESET_PASSWORD', 'PASSWORD_CHANGED', 'INVITATION',
                  'TEMPORARY_PASSWORD', 'MFA_RESET'));

-- One for each clinic whose owner registered it as a doctor: the appointment service is told of it
-- until it has confirmed the doctor; then the row is gone.
CREATE TABLE doctor_orders (
  tenant_id uuid PRIMARY KEY REFERENCES tenants (tenant_id),
  -- The doctor's, which its membership has from the beginning.
  practitioner_id uuid NOT NULL,
  first_name text NOT NULL CHECK (char_length(first_name) BETWEEN 1 AND 100),
  last_name text NOT NULL CHECK (char_length(last_name) BETWEEN 1 AND 100),
  doc_type_id text NOT NULL CHECK (doc_type_id ~ '^[A-Z0-9]{1,10}$'),
  doc_number text NOT NULL CHECK (doc_number ~ '^[A-Z0-9]{1,50}$'),
  specialty text CHECK (char_length(specialty) BETWEEN 1 AND 100),
  -- State, or country, and number.
  licence_state text CHECK (licence_state ~ '^[A-Z0-9-]{2,10}$'),
  licence_number text CHECK (char_length(licence_number) BETWEEN 1 AND 50),
  due_at timestamptz NOT NULL DEFAULT now(),
  attempts integer NOT NULL DEFAULT 0,
  CHECK ((licence_state IS NULL) = (licence_number IS NULL))
);
CREATE INDEX doctor_orders_due ON doctor_orders (due_at);

ALTER TABLE doctor_orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE doctor_orders FORCE ROW LEVEL SECURITY;

-- No tenant's transaction has any right here: the clinic reads its doctors where they are kept.
CREATE POLICY doctor_orders_of_platform ON doctor_orders TO enlace_auth_platform
  USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, DELETE, UPDATE (due_at, attempts) ON doctor_orders TO enlace_auth_platform;
