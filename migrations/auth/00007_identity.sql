-- People who sign in, what they are in each tenant, and their sessions.
-- +goose Up

-- A person. Belongs to no tenant: the e-mail leads to it before a tenant is known, and it may have
-- memberships in several. The runtime role has no right here.
CREATE TABLE users (
  id uuid PRIMARY KEY,
  email text NOT NULL UNIQUE CHECK (email = lower(email) AND char_length(email) <= 254),
  first_name text NOT NULL CHECK (char_length(first_name) BETWEEN 1 AND 100),
  last_name text NOT NULL CHECK (char_length(last_name) BETWEEN 1 AND 100),
  phone text,
  -- Argon2id with its salt and cost, as libsodium writes it.
  password_hash text NOT NULL,
  email_verified_at timestamptz,
  active boolean NOT NULL DEFAULT true,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  deleted_at timestamptz
);

GRANT SELECT, INSERT ON users TO enlace_auth_platform;
GRANT UPDATE (password_hash) ON users TO enlace_auth_platform;

-- What a user is in a tenant. No foreign key to users: those of a tenant's table lead with tenant_id.
CREATE TABLE memberships (
  tenant_id uuid NOT NULL REFERENCES tenants (tenant_id),
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('organization_admin', 'provider', 'clinical_staff',
                                     'administrative_staff', 'auditor')),
  active boolean NOT NULL DEFAULT true,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  deleted_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, user_id)
);
CREATE INDEX memberships_by_user ON memberships (user_id);

ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;

-- Keeps a tenant's transaction from every other tenant's memberships.
CREATE POLICY memberships_of_tenant ON memberships TO enlace_auth_runtime
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
-- The platform role finds a person's memberships before a tenant is chosen, and makes the first one
-- of a clinic; it keeps out nobody but the runtime role's sessions.
CREATE POLICY memberships_of_platform ON memberships TO enlace_auth_platform
  USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON memberships TO enlace_auth_platform;

-- From a sign-in to its end, in one tenant.
CREATE TABLE sessions (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  ip text NOT NULL,
  user_agent text NOT NULL,
  -- Whatever is refreshed: nobody stays signed in for longer.
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  end_reason text CHECK (end_reason IN ('LOGOUT', 'REFRESH_TOKEN_REUSED', 'PASSWORD_CHANGED')),
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES memberships (tenant_id, user_id),
  CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
-- A token is judged before its tenant is known. Not unique: it would tell a tenant of another's id.
CREATE INDEX sessions_by_id ON sessions (id);
CREATE INDEX sessions_by_user ON sessions (user_id) WHERE ended_at IS NULL;
CREATE INDEX sessions_by_member ON sessions (tenant_id, user_id);

ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;

-- Keeps a tenant's transaction from every other tenant's sessions.
CREATE POLICY sessions_of_tenant ON sessions TO enlace_auth_runtime
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
-- The platform role signs people in and out, of any tenant.
CREATE POLICY sessions_of_platform ON sessions TO enlace_auth_platform
  USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON sessions TO enlace_auth_platform;
GRANT UPDATE (ended_at, end_reason) ON sessions TO enlace_auth_platform;

-- Each is good for one change. A session's tokens stay as long as it lives, so that one that is sent
-- a second time is recognized.
CREATE TABLE refresh_tokens (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  session_id uuid NOT NULL,
  -- The token that was changed for this one.
  parent_id uuid,
  -- HMAC-SHA-256 of the token, under a pepper that is not in the database.
  token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, session_id) REFERENCES sessions (tenant_id, id)
);
CREATE INDEX refresh_tokens_by_id ON refresh_tokens (id);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (tenant_id, session_id);

ALTER TABLE refresh_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE refresh_tokens FORCE ROW LEVEL SECURITY;

-- No tenant's transaction has any right here: only who signs in needs them.
CREATE POLICY refresh_tokens_of_platform ON refresh_tokens TO enlace_auth_platform
  USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, DELETE ON refresh_tokens TO enlace_auth_platform;
GRANT UPDATE (used_at) ON refresh_tokens TO enlace_auth_platform;

-- Sign-ins that have failed or are under way, by what is tried from where: an HMAC of both, so that
-- the table names nobody.
CREATE TABLE sign_in_attempts (
  subject bytea PRIMARY KEY CHECK (octet_length(subject) = 32),
  attempts integer NOT NULL CHECK (attempts > 0),
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL
);
CREATE INDEX sign_in_attempts_by_last ON sign_in_attempts (last_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_attempts TO enlace_auth_platform;

-- A clinic that registers itself begins on the plan Trial.
GRANT INSERT (plan) ON tenants TO enlace_auth_platform;

-- Users belong to no tenant: what happens to them is recorded in the one for which it is done.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION audit_row_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  columns text[] := TG_ARGV[1:];
  old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  new_row jsonb := to_jsonb(NEW);
  verb text := 'UPDATE';
BEGIN
  IF coalesce(current_setting('app.actor_id', true), '') = '' THEN
    RAISE EXCEPTION 'write without an actor' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'INSERT' THEN
    verb := 'CREATE';
  ELSIF old_row ->> 'deleted_at' IS NULL AND new_row ->> 'deleted_at' IS NOT NULL THEN
    verb := 'DELETE';
  ELSIF old_row ->> 'deleted_at' IS NOT NULL AND new_row ->> 'deleted_at' IS NULL THEN
    verb := 'RESTORE';
  END IF;
  INSERT INTO outbox (tenant_id, event_id, occurred_at, event_type, action, resource_type,
                      resource_ids, resource_version, actor_type, actor_id, actor_email,
                      request_id, ip, user_agent, before_row, after_row)
  VALUES (coalesce(new_row ->> 'tenant_id', nullif(current_setting('app.tenant_id', true), ''))::uuid,
          new_ulid(), clock_timestamp(), 'WRITE', verb, TG_ARGV[0],
          ARRAY[NEW.id], NEW.version,
          coalesce(current_setting('app.actor_type', true), ''),
          current_setting('app.actor_id', true),
          coalesce(current_setting('app.actor_email', true), ''),
          coalesce(current_setting('app.request_id', true), ''),
          coalesce(current_setting('app.ip', true), ''),
          coalesce(current_setting('app.user_agent', true), ''),
          (SELECT jsonb_object_agg(key, value) FROM jsonb_each(old_row)
            WHERE key = ANY (columns)),
          (SELECT jsonb_object_agg(key, value) FROM jsonb_each(new_row)
            WHERE key = ANY (columns)));
  RETURN NULL;
END
$$;
-- +goose StatementEnd

DROP POLICY outbox_of_platform ON outbox;
-- Keeps the platform role to the events of what it writes itself.
CREATE POLICY outbox_of_platform ON outbox FOR INSERT TO enlace_auth_platform
  WITH CHECK (event_type = 'WRITE'
              AND resource_type IN ('Tenant', 'User', 'Membership', 'Session'));

CREATE TRIGGER users_version BEFORE INSERT OR UPDATE ON users
  FOR EACH ROW EXECUTE FUNCTION set_row_version();
CREATE TRIGGER users_audit AFTER INSERT OR UPDATE ON users
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'User', 'id', 'email', 'first_name', 'last_name', 'phone', 'email_verified_at', 'active',
    'version', 'created_at', 'updated_at', 'deleted_at');

CREATE TRIGGER memberships_version BEFORE INSERT OR UPDATE ON memberships
  FOR EACH ROW EXECUTE FUNCTION set_row_version();
CREATE TRIGGER memberships_audit AFTER INSERT OR UPDATE ON memberships
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Membership', 'tenant_id', 'id', 'user_id', 'role', 'active', 'version', 'created_at',
    'updated_at', 'deleted_at');

CREATE TRIGGER sessions_version BEFORE INSERT OR UPDATE ON sessions
  FOR EACH ROW EXECUTE FUNCTION set_row_version();
CREATE TRIGGER sessions_audit AFTER INSERT OR UPDATE ON sessions
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Session', 'tenant_id', 'id', 'user_id', 'ip', 'user_agent', 'expires_at', 'ended_at',
    'end_reason', 'version', 'created_at', 'updated_at');
