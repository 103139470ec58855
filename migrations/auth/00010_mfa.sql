-- Second factors of people who sign in.
-- +goose Up

-- Sealed with a key that is not in the database, and bound to the user. The runtime role has no
-- right here.
CREATE TABLE mfa_factors (
  user_id uuid PRIMARY KEY REFERENCES users (id),
  secret bytea,
  -- The newest time step (Unix seconds / 30) of which a code was taken: neither it nor an earlier
  -- one is taken again.
  last_step bigint,
  -- One that an authenticator app was given, of which no code was seen yet.
  pending bytea,
  CHECK ((secret IS NULL) = (last_step IS NULL))
);

GRANT SELECT, INSERT (user_id, pending), UPDATE (secret, last_step, pending) ON mfa_factors
  TO enlace_auth_platform;

-- HMAC-SHA-256 under a pepper that is not in the database. One that is used is gone.
CREATE TABLE recovery_codes (
  user_id uuid NOT NULL REFERENCES users (id),
  code_hash bytea NOT NULL CHECK (octet_length(code_hash) = 32),
  PRIMARY KEY (user_id, code_hash)
);

GRANT SELECT, INSERT, DELETE ON recovery_codes TO enlace_auth_platform;

ALTER TABLE users ADD COLUMN mfa_enabled_at timestamptz;
GRANT UPDATE (mfa_enabled_at) ON users TO enlace_auth_platform;

DROP TRIGGER users_audit ON users;
CREATE TRIGGER users_audit AFTER INSERT OR UPDATE ON users
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'User', 'id', 'email', 'first_name', 'last_name', 'phone', 'email_verified_at',
    'mfa_enabled_at', 'active', 'version', 'created_at', 'updated_at', 'deleted_at');

ALTER TABLE sessions DROP CONSTRAINT sessions_end_reason_check;
ALTER TABLE sessions ADD CONSTRAINT sessions_end_reason_check
  CHECK (end_reason IN ('LOGOUT', 'REFRESH_TOKEN_REUSED', 'PASSWORD_CHANGED', 'PASSWORD_RESET',
                        'MFA_ENABLED'));
