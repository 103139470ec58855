-- Doctors who sign in, by a temporary password at first.
-- +goose Up

-- Until then the password is good for nothing but to be changed; NULL: the person chose it.
ALTER TABLE users ADD COLUMN password_expires_at timestamptz;
GRANT UPDATE (password_expires_at) ON users TO enlace_auth_platform;

-- A factor that somebody made for an address before its owner proved it.
GRANT DELETE ON mfa_factors TO enlace_auth_platform;

-- The doctor whom the person is, of the appointment service.
ALTER TABLE memberships ADD COLUMN practitioner_id uuid;
GRANT UPDATE (practitioner_id) ON memberships TO enlace_auth_platform;
ALTER TABLE invitations ADD COLUMN practitioner_id uuid;
-- A doctor is added, or invited, in one transaction with its idempotency key.
GRANT INSERT, UPDATE (withdrawn_at) ON invitations TO enlace_auth_platform;

-- A link that no mail has: who signs in by a temporary password is given it.
ALTER TABLE mails DROP CONSTRAINT mails_kind_check;
ALTER TABLE mails ADD CONSTRAINT mails_kind_check
  CHECK (kind IN ('VERIFY_EMAIL', 'RESET_PASSWORD', 'PASSWORD_CHANGED', 'INVITATION',
                  'TEMPORARY_PASSWORD'));

DROP TRIGGER users_audit ON users;
CREATE TRIGGER users_audit AFTER INSERT OR UPDATE ON users
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'User', 'id', 'email', 'first_name', 'last_name', 'phone', 'email_verified_at',
    'mfa_enabled_at', 'password_expires_at', 'active', 'version', 'created_at', 'updated_at',
    'deleted_at');

DROP TRIGGER memberships_audit ON memberships;
CREATE TRIGGER memberships_audit AFTER INSERT OR UPDATE ON memberships
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Membership', 'tenant_id', 'id', 'user_id', 'role', 'active', 'job_title', 'employee_id',
    'practitioner_id', 'version', 'created_at', 'updated_at', 'deleted_at');

DROP TRIGGER invitations_audit ON invitations;
CREATE TRIGGER invitations_audit AFTER INSERT OR UPDATE ON invitations
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Invitation', 'tenant_id', 'id', 'email', 'role', 'job_title', 'employee_id',
    'practitioner_id', 'version', 'created_at', 'updated_at', 'expires_at', 'accepted_at',
    'withdrawn_at');
