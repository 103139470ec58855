-- The credentials of tenants and of the platform itself.
-- +goose Up

CREATE TABLE api_keys (
  tenant_id uuid NOT NULL REFERENCES tenants (tenant_id),
  id uuid NOT NULL,
  name text NOT NULL,
  scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
  owner_email text NOT NULL,
  -- HMAC-SHA-256 of the plaintext, under a pepper that is not in the database.
  key_hash bytea NOT NULL CHECK (octet_length(key_hash) = 32),
  environment text NOT NULL CHECK (environment IN ('dev', 'test', 'live')),
  redacted text NOT NULL,
  -- How long a key of this line lives; a successor gets the same. NULL: it does not expire.
  lifetime_seconds bigint CHECK (lifetime_seconds > 0),
  rotated_from_id uuid,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  deleted_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, rotated_from_id) REFERENCES api_keys (tenant_id, id)
);

-- A credential is looked up before its tenant is known. Not unique: it would tell a tenant of
-- another's id.
CREATE INDEX api_keys_by_id ON api_keys (id);

ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_keys FORCE ROW LEVEL SECURITY;

-- Keeps a tenant's transaction from every other tenant's keys.
CREATE POLICY api_keys_of_tenant ON api_keys TO enlace_auth_runtime
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

-- The platform role finds a key of any tenant by its id; it can't add one.
CREATE POLICY api_keys_resolved ON api_keys FOR SELECT TO enlace_auth_platform USING (true);
-- The platform role notes the last use; its column grant allows nothing else.
CREATE POLICY api_keys_used ON api_keys FOR UPDATE TO enlace_auth_platform
  USING (true) WITH CHECK (true);

-- Not key_hash: no statement of a tenant needs it.
GRANT SELECT (tenant_id, id, name, scopes, owner_email, environment, redacted, lifetime_seconds,
              rotated_from_id, version, created_at, updated_at, expires_at, revoked_at,
              last_used_at, deleted_at)
  ON api_keys TO enlace_auth_runtime;
GRANT INSERT (tenant_id, id, name, scopes, owner_email, key_hash, environment, redacted,
              lifetime_seconds, rotated_from_id, created_at, updated_at, expires_at)
  ON api_keys TO enlace_auth_runtime;
GRANT UPDATE (expires_at, revoked_at) ON api_keys TO enlace_auth_runtime;

GRANT SELECT (tenant_id, id, scopes, owner_email, key_hash, expires_at, revoked_at, last_used_at,
              deleted_at)
  ON api_keys TO enlace_auth_platform;
GRANT UPDATE (last_used_at) ON api_keys TO enlace_auth_platform;

-- A use is no change of the key: it grows no version and writes no audit event. The columns named
-- here are all but last_used_at.
CREATE TRIGGER api_keys_version
  BEFORE INSERT OR UPDATE OF tenant_id, id, name, scopes, owner_email, key_hash, environment,
    redacted, lifetime_seconds, rotated_from_id, expires_at, revoked_at, deleted_at ON api_keys
  FOR EACH ROW EXECUTE FUNCTION set_row_version();
CREATE TRIGGER api_keys_audit
  AFTER INSERT OR UPDATE OF tenant_id, id, name, scopes, owner_email, key_hash, environment,
    redacted, lifetime_seconds, rotated_from_id, expires_at, revoked_at, deleted_at ON api_keys
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'ApiKey', 'tenant_id', 'id', 'name', 'scopes', 'owner_email', 'environment', 'redacted',
    'lifetime_seconds', 'rotated_from_id', 'version', 'created_at', 'updated_at', 'expires_at',
    'revoked_at', 'deleted_at');

-- Credentials of the platform's own roles, bound to no tenant. The runtime role has no right here.
CREATE TABLE platform_keys (
  id uuid PRIMARY KEY,
  role text NOT NULL CHECK (role IN ('platform_admin', 'internal_service')),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 120),
  key_hash bytea NOT NULL CHECK (octet_length(key_hash) = 32),
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);

GRANT SELECT ON platform_keys TO enlace_auth_platform;
GRANT INSERT (id, role, name, key_hash, created_at, expires_at)
  ON platform_keys TO enlace_auth_platform;
GRANT UPDATE (last_used_at) ON platform_keys TO enlace_auth_platform;
