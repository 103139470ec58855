-- What a plan allows and costs, and the end of a trial.
-- +goose Up

ALTER TABLE plans
  -- How many of them a tenant may have; NULL: any number.
  ADD COLUMN doctors integer CHECK (doctors > 0),
  ADD COLUMN patients integer CHECK (patients > 0),
  -- After so many days on the plan a tenant can only be read; NULL: never.
  ADD COLUMN trial_days integer CHECK (trial_days > 0),
  -- A month, in hundredths of the currency; NULL: as agreed.
  ADD COLUMN monthly_price bigint CHECK (monthly_price >= 0),
  ADD COLUMN currency text NOT NULL DEFAULT 'INR' CHECK (currency ~ '^[A-Z]{3}$'),
  ADD COLUMN features text[] NOT NULL DEFAULT '{}';

UPDATE plans SET doctors = 5, patients = 1000, trial_days = 30, monthly_price = 0
  WHERE code = 'trial';
UPDATE plans SET doctors = 20, patients = 10000, monthly_price = 299900 WHERE code = 'basic';
UPDATE plans SET doctors = 100, monthly_price = 999900, features = '{multi_clinic,priority_support}'
  WHERE code = 'premium';
UPDATE plans SET features = '{multi_clinic,priority_support,custom}' WHERE code = 'enterprise';

-- From then on the tenant can only be read.
ALTER TABLE tenants ADD COLUMN writable_until timestamptz;

GRANT INSERT (writable_until), UPDATE (writable_until) ON tenants TO enlace_auth_platform;

DROP TRIGGER tenants_audit ON tenants;
CREATE TRIGGER tenants_audit AFTER INSERT OR UPDATE ON tenants
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Tenant', 'tenant_id', 'name', 'slug', 'tenant_code', 'host_names', 'tax_id', 'time_zone',
    'branding', 'settings', 'offices', 'plan', 'writable_until', 'active', 'version', 'created_at',
    'updated_at', 'deleted_at');
