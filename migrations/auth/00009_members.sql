-- The staff of a tenant, and who is invited to it.
-- +goose Up

-- What a person is in the clinic beside its role.
ALTER TABLE memberships
  ADD COLUMN job_title text CHECK (char_length(job_title) BETWEEN 1 AND 120),
  ADD COLUMN employee_id text CHECK (char_length(employee_id) BETWEEN 1 AND 40),
  ADD CONSTRAINT memberships_employee_id UNIQUE (tenant_id, employee_id);

GRANT SELECT ON memberships TO enlace_auth_runtime;
GRANT UPDATE (role, active, job_title, employee_id) ON memberships TO enlace_auth_runtime;
-- Somebody who was a member once is one again by accepting an invitation.
GRANT UPDATE (role, active, job_title, employee_id, deleted_at) ON memberships
  TO enlace_auth_platform;

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;

-- Keeps a tenant's transaction from everybody who is no member of the tenant.
CREATE POLICY users_of_tenant ON users FOR SELECT TO enlace_auth_runtime
  USING (EXISTS (SELECT FROM memberships m
                 WHERE m.tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
                   AND m.user_id = users.id));
-- The platform role signs people in, of whatever tenants.
CREATE POLICY users_of_platform ON users TO enlace_auth_platform USING (true) WITH CHECK (true);

GRANT SELECT (id, email, first_name, last_name, email_verified_at, active, deleted_at) ON users
  TO enlace_auth_runtime;

CREATE TABLE invitations (
  tenant_id uuid NOT NULL REFERENCES tenants (tenant_id),
  -- Also that of the mail.
  id uuid NOT NULL,
  email text NOT NULL CHECK (email = lower(email) AND char_length(email) <= 254),
  role text NOT NULL CHECK (role IN ('organization_admin', 'provider', 'clinical_staff',
                                     'administrative_staff', 'auditor')),
  job_title text CHECK (char_length(job_title) BETWEEN 1 AND 120),
  employee_id text CHECK (char_length(employee_id) BETWEEN 1 AND 40),
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  -- Withdrawn, or replaced by a newer one.
  withdrawn_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CHECK (accepted_at IS NULL OR withdrawn_at IS NULL)
);
-- One that is open for each address.
CREATE UNIQUE INDEX invitations_open ON invitations (tenant_id, email)
  WHERE accepted_at IS NULL AND withdrawn_at IS NULL;
-- A link is judged before its tenant is known. Not unique: it would tell a tenant of another's id.
CREATE INDEX invitations_by_id ON invitations (id);

ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitations FORCE ROW LEVEL SECURITY;

-- Keeps a tenant's transaction from every other tenant's invitations.
CREATE POLICY invitations_of_tenant ON invitations TO enlace_auth_runtime
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
-- The platform role lets in whoever comes with the link of one.
CREATE POLICY invitations_of_platform ON invitations TO enlace_auth_platform
  USING (true) WITH CHECK (true);

GRANT SELECT, INSERT ON invitations TO enlace_auth_runtime;
GRANT UPDATE (withdrawn_at) ON invitations TO enlace_auth_runtime;
GRANT SELECT, UPDATE (accepted_at) ON invitations TO enlace_auth_platform;

CREATE TRIGGER invitations_version BEFORE INSERT OR UPDATE ON invitations
  FOR EACH ROW EXECUTE FUNCTION set_row_version();
CREATE TRIGGER invitations_audit AFTER INSERT OR UPDATE ON invitations
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Invitation', 'tenant_id', 'id', 'email', 'role', 'job_title', 'employee_id', 'version',
    'created_at', 'updated_at', 'expires_at', 'accepted_at', 'withdrawn_at');

DROP TRIGGER memberships_audit ON memberships;
CREATE TRIGGER memberships_audit AFTER INSERT OR UPDATE ON memberships
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Membership', 'tenant_id', 'id', 'user_id', 'role', 'active', 'job_title', 'employee_id',
    'version', 'created_at', 'updated_at', 'deleted_at');

DROP POLICY outbox_of_platform ON outbox;
-- Keeps the platform role to the events of what it writes itself.
CREATE POLICY outbox_of_platform ON outbox FOR INSERT TO enlace_auth_platform
  WITH CHECK (event_type = 'WRITE'
              AND resource_type IN ('Tenant', 'User', 'Membership', 'Session', 'Invitation'));
