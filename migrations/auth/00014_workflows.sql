-- Workflows of tenants, and keys, memberships and invitations that are limited to some of them.
-- +goose Up

CREATE TABLE workflows (
  tenant_id uuid NOT NULL REFERENCES tenants (tenant_id),
  id uuid NOT NULL,
  -- The patient service keeps it in its patients. No comma: app.workflows lists names by it.
  name text COLLATE "C" NOT NULL CHECK (name ~ '^[A-Za-z0-9_-]{1,64}$'),
  enabled boolean NOT NULL,
  -- {"fields": [{"key", "label", "type", "required", "options", "default", "display_in_list",
  -- "display_order"}]}, by display_order. Bounded, so that a row's audit event is.
  patient_schema jsonb NOT NULL
    CHECK (jsonb_typeof(patient_schema -> 'fields') = 'array'
           AND octet_length(patient_schema::text) <= 131072),
  bot_flow text NOT NULL CHECK (char_length(bot_flow) BETWEEN 1 AND 200),
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  deleted_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX workflows_name ON workflows (tenant_id, name) WHERE deleted_at IS NULL;

ALTER TABLE workflows ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflows FORCE ROW LEVEL SECURITY;

-- Keeps a tenant's transaction from every other tenant's workflows, and a caller who is limited to
-- some of its own tenant's from the others.
CREATE POLICY workflows_of_tenant ON workflows TO enlace_auth_runtime
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
         AND coalesce(name = ANY (string_to_array(
                        nullif(current_setting('app.workflows', true), ''), ',')), true))
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
              AND coalesce(name = ANY (string_to_array(
                             nullif(current_setting('app.workflows', true), ''), ',')), true));
-- The platform role answers them with a sign-in, of any tenant, and sums up their versions; it
-- writes none.
CREATE POLICY workflows_of_platform ON workflows FOR SELECT TO enlace_auth_platform USING (true);

GRANT SELECT ON workflows TO enlace_auth_runtime, enlace_auth_platform;
GRANT INSERT (tenant_id, id, name, enabled, patient_schema, bot_flow, created_at, updated_at)
  ON workflows TO enlace_auth_runtime;
GRANT UPDATE (enabled, patient_schema, bot_flow, deleted_at) ON workflows TO enlace_auth_runtime;

CREATE TRIGGER workflows_version BEFORE INSERT OR UPDATE ON workflows
  FOR EACH ROW EXECUTE FUNCTION set_row_version();
CREATE TRIGGER workflows_audit AFTER INSERT OR UPDATE ON workflows
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Workflow', 'tenant_id', 'id', 'name', 'enabled', 'patient_schema', 'bot_flow', 'version',
    'created_at', 'updated_at', 'deleted_at');

-- Each version of each workflow as it was, so that what was once asked of a patient can be told.
CREATE TABLE workflow_versions (
  tenant_id uuid NOT NULL,
  workflow_id uuid NOT NULL,
  version bigint NOT NULL,
  enabled boolean NOT NULL,
  patient_schema jsonb NOT NULL,
  bot_flow text NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, workflow_id, version),
  FOREIGN KEY (tenant_id, workflow_id) REFERENCES workflows (tenant_id, id)
);

ALTER TABLE workflow_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflow_versions FORCE ROW LEVEL SECURITY;

-- Keeps a tenant's transaction from every other tenant's versions.
CREATE POLICY workflow_versions_of_tenant ON workflow_versions TO enlace_auth_runtime
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT ON workflow_versions TO enlace_auth_runtime;

-- +goose StatementBegin
CREATE FUNCTION keep_workflow_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO workflow_versions (tenant_id, workflow_id, version, enabled, patient_schema,
                                 bot_flow, updated_at)
  VALUES (NEW.tenant_id, NEW.id, NEW.version, NEW.enabled, NEW.patient_schema, NEW.bot_flow,
          NEW.updated_at);
  RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER workflows_kept AFTER INSERT OR UPDATE ON workflows
  FOR EACH ROW EXECUTE FUNCTION keep_workflow_version();

-- The workflows to whose patients a caller is limited; empty: it is not limited.
ALTER TABLE api_keys ADD COLUMN workflows text[] NOT NULL DEFAULT '{}'
  CHECK (cardinality(workflows) <= 50);
GRANT SELECT (workflows), INSERT (workflows) ON api_keys TO enlace_auth_runtime;
GRANT SELECT (workflows) ON api_keys TO enlace_auth_platform;

-- Whoever administers could lift its own limit: it has none.
ALTER TABLE memberships ADD COLUMN workflows text[] NOT NULL DEFAULT '{}'
  CHECK (cardinality(workflows) <= 50);
ALTER TABLE memberships ADD CONSTRAINT memberships_admin_unlimited
  CHECK (role <> 'organization_admin' OR cardinality(workflows) = 0);
GRANT UPDATE (workflows) ON memberships TO enlace_auth_runtime, enlace_auth_platform;

ALTER TABLE invitations ADD COLUMN workflows text[] NOT NULL DEFAULT '{}'
  CHECK (cardinality(workflows) <= 50);
ALTER TABLE invitations ADD CONSTRAINT invitations_admin_unlimited
  CHECK (role <> 'organization_admin' OR cardinality(workflows) = 0);

DROP TRIGGER api_keys_version ON api_keys;
CREATE TRIGGER api_keys_version
  BEFORE INSERT OR UPDATE OF tenant_id, id, name, scopes, owner_email, key_hash, environment,
    redacted, lifetime_seconds, rotated_from_id, expires_at, revoked_at, deleted_at, workflows
  ON api_keys
  FOR EACH ROW EXECUTE FUNCTION set_row_version();
DROP TRIGGER api_keys_audit ON api_keys;
CREATE TRIGGER api_keys_audit
  AFTER INSERT OR UPDATE OF tenant_id, id, name, scopes, owner_email, key_hash, environment,
    redacted, lifetime_seconds, rotated_from_id, expires_at, revoked_at, deleted_at, workflows
  ON api_keys
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'ApiKey', 'tenant_id', 'id', 'name', 'scopes', 'workflows', 'owner_email', 'environment',
    'redacted', 'lifetime_seconds', 'rotated_from_id', 'version', 'created_at', 'updated_at',
    'expires_at', 'revoked_at', 'deleted_at');

DROP TRIGGER memberships_audit ON memberships;
CREATE TRIGGER memberships_audit AFTER INSERT OR UPDATE ON memberships
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Membership', 'tenant_id', 'id', 'user_id', 'role', 'active', 'job_title', 'employee_id',
    'practitioner_id', 'workflows', 'version', 'created_at', 'updated_at', 'deleted_at');

DROP TRIGGER invitations_audit ON invitations;
CREATE TRIGGER invitations_audit AFTER INSERT OR UPDATE ON invitations
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Invitation', 'tenant_id', 'id', 'email', 'role', 'job_title', 'employee_id',
    'practitioner_id', 'workflows', 'version', 'created_at', 'updated_at', 'expires_at',
    'accepted_at', 'withdrawn_at');
