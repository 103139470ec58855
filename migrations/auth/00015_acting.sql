-- Super admins, who act in the name of clinics that they do not belong to.
-- +goose Up

-- Made one by an operator: enlace-auth grant-super-admin.
ALTER TABLE users ADD COLUMN super_admin boolean NOT NULL DEFAULT false;
GRANT UPDATE (super_admin) ON users TO enlace_auth_platform;

-- A membership that a super admin made for itself says why, and ends by itself. The clinic's
-- administrators see it, and can end it sooner.
ALTER TABLE memberships
  ADD COLUMN acting_reason text CHECK (char_length(acting_reason) BETWEEN 10 AND 500),
  ADD COLUMN ends_at timestamptz,
  ADD CONSTRAINT memberships_acting CHECK ((acting_reason IS NULL) = (ends_at IS NULL));
GRANT UPDATE (acting_reason, ends_at) ON memberships TO enlace_auth_platform;

DROP TRIGGER users_audit ON users;
CREATE TRIGGER users_audit AFTER INSERT OR UPDATE ON users
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'User', 'id', 'email', 'first_name', 'last_name', 'phone', 'email_verified_at',
    'mfa_enabled_at', 'password_expires_at', 'super_admin', 'active', 'version', 'created_at',
    'updated_at', 'deleted_at');

DROP TRIGGER memberships_audit ON memberships;
CREATE TRIGGER memberships_audit AFTER INSERT OR UPDATE ON memberships
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Membership', 'tenant_id', 'id', 'user_id', 'role', 'active', 'job_title', 'employee_id',
    'practitioner_id', 'workflows', 'acting_reason', 'ends_at', 'version', 'created_at',
    'updated_at', 'deleted_at');
