-- The platform's terms, and who accepted which version of them.
-- +goose Up

-- Public texts of no tenant. Nobody may change or take back what somebody may have accepted. What
-- the platform does belongs to no tenant's audit record: a row says itself who published it and
-- when, and auth logs it.
CREATE TABLE terms_versions (
  kind text NOT NULL CHECK (kind IN ('TERMS_OF_SERVICE', 'PRIVACY_POLICY', 'DATA_PROCESSING')),
  -- The highest of a kind is in force.
  version integer NOT NULL CHECK (version > 0),
  title_es text NOT NULL CHECK (char_length(title_es) BETWEEN 1 AND 200),
  title_en text NOT NULL CHECK (char_length(title_en) BETWEEN 1 AND 200),
  body_es text NOT NULL CHECK (char_length(body_es) BETWEEN 1 AND 100000),
  body_en text NOT NULL CHECK (char_length(body_en) BETWEEN 1 AND 100000),
  published_by uuid NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (kind, version)
);

GRANT SELECT, INSERT ON terms_versions TO enlace_auth_platform;
GRANT SELECT ON terms_versions TO enlace_auth_runtime;

-- One that was revoked stays; who accepts again has a new one. No foreign key to terms_versions:
-- those of a tenant's table lead with tenant_id.
CREATE TABLE term_acceptances (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  kind text NOT NULL,
  version_of_terms integer NOT NULL,
  channel text NOT NULL CHECK (channel IN ('WEB', 'API', 'PHONE', 'PAPER', 'BOT')),
  -- What shows it: the reference of a recording, of a sheet of paper.
  evidence text CHECK (char_length(evidence) BETWEEN 1 AND 2000),
  ip text NOT NULL,
  user_agent text NOT NULL,
  accepted_at timestamptz NOT NULL,
  revoked_at timestamptz,
  revoke_reason text CHECK (char_length(revoke_reason) BETWEEN 1 AND 500),
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES memberships (tenant_id, user_id),
  CHECK (revoked_at IS NOT NULL OR revoke_reason IS NULL)
);
-- One that is live for each person and version.
CREATE UNIQUE INDEX term_acceptances_live
  ON term_acceptances (tenant_id, user_id, kind, version_of_terms) WHERE revoked_at IS NULL;
CREATE INDEX term_acceptances_by_user ON term_acceptances (tenant_id, user_id, id);

ALTER TABLE term_acceptances ENABLE ROW LEVEL SECURITY;
ALTER TABLE term_acceptances FORCE ROW LEVEL SECURITY;

-- Keeps a tenant's transaction from what was accepted in every other tenant.
CREATE POLICY term_acceptances_of_tenant ON term_acceptances TO enlace_auth_runtime
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
-- Keeps the platform role from writing any; a sign-in asks, of any tenant, what is pending.
CREATE POLICY term_acceptances_of_platform ON term_acceptances FOR SELECT TO enlace_auth_platform
  USING (true);

GRANT SELECT, INSERT ON term_acceptances TO enlace_auth_runtime;
GRANT UPDATE (revoked_at, revoke_reason) ON term_acceptances TO enlace_auth_runtime;
GRANT SELECT (tenant_id, user_id, kind, version_of_terms, revoked_at) ON term_acceptances
  TO enlace_auth_platform;

CREATE TRIGGER term_acceptances_version BEFORE INSERT OR UPDATE ON term_acceptances
  FOR EACH ROW EXECUTE FUNCTION set_row_version();
CREATE TRIGGER term_acceptances_audit AFTER INSERT OR UPDATE ON term_acceptances
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'TermsAcceptance', 'tenant_id', 'id', 'user_id', 'kind', 'version_of_terms', 'channel',
    'evidence', 'ip', 'user_agent', 'accepted_at', 'revoked_at', 'revoke_reason', 'version',
    'created_at', 'updated_at');
