-- Answers of writes that came with an idempotency key: a repeat gets the first one.
-- +goose Up
-- +goose ENVSUB ON

-- The nil tenant has the keys of the platform's own credentials. Written in the transaction of the
-- write itself, and no resource: it has no version, and no audit trigger.
CREATE TABLE idempotency_keys (
  tenant_id uuid NOT NULL,
  credential_id uuid NOT NULL,
  key text COLLATE "C" NOT NULL CHECK (key !~ '[^ -~]' AND char_length(key) BETWEEN 1 AND 255),
  -- What the call asked and what it got, sealed under a key that is not in the database. NULL only
  -- until its transaction ends.
  answer bytea,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL DEFAULT now() + interval '24 hours',
  PRIMARY KEY (tenant_id, credential_id, key)
);

CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (expires_at);

ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY;

-- Keeps a tenant's transaction from every other tenant's keys and answers.
CREATE POLICY idempotency_keys_found ON idempotency_keys FOR SELECT
  TO enlace_${ENLACE_SERVICE}_runtime
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
-- Keeps a tenant's transaction from claiming a key in another tenant's name.
CREATE POLICY idempotency_keys_claimed ON idempotency_keys FOR INSERT
  TO enlace_${ENLACE_SERVICE}_runtime
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
-- Keeps every transaction from changing an answer that is there.
CREATE POLICY idempotency_keys_answered ON idempotency_keys FOR UPDATE
  TO enlace_${ENLACE_SERVICE}_runtime
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid AND answer IS NULL)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
-- Keeps a tenant's transaction from forgetting an answer before its time.
CREATE POLICY idempotency_keys_expired ON idempotency_keys FOR DELETE
  TO enlace_${ENLACE_SERVICE}_runtime
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
         AND expires_at <= now());

GRANT SELECT, INSERT (tenant_id, credential_id, key), UPDATE (answer), DELETE
  ON idempotency_keys TO enlace_${ENLACE_SERVICE}_runtime;

-- The clean-up removes what expired, of every tenant, and sees no answer.
CREATE POLICY idempotency_keys_to_remove ON idempotency_keys FOR SELECT
  TO enlace_${ENLACE_SERVICE}_relay USING (expires_at <= now());
CREATE POLICY idempotency_keys_removed ON idempotency_keys FOR DELETE
  TO enlace_${ENLACE_SERVICE}_relay USING (expires_at <= now());

GRANT SELECT (tenant_id, credential_id, key, expires_at), DELETE
  ON idempotency_keys TO enlace_${ENLACE_SERVICE}_relay;
