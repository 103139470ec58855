-- Plans, and how many calls each lets through the gateway.
-- +goose Up

-- A bucket of calls holds `burst` and is refilled by `per_second`: one for each API key, one for all
-- keys of a tenant together.
CREATE TABLE plans (
  code text PRIMARY KEY CHECK (code ~ '^[a-z][a-z0-9-]{1,30}$'),
  name text NOT NULL,
  key_per_second integer NOT NULL CHECK (key_per_second BETWEEN 1 AND 100000),
  key_burst integer NOT NULL CHECK (key_burst BETWEEN 1 AND 1000000),
  tenant_per_second integer NOT NULL CHECK (tenant_per_second BETWEEN 1 AND 100000),
  tenant_burst integer NOT NULL CHECK (tenant_burst BETWEEN 1 AND 1000000)
);

GRANT SELECT ON plans TO enlace_auth_platform;

INSERT INTO plans (code, name, key_per_second, key_burst, tenant_per_second, tenant_burst) VALUES
  ('trial', 'Trial', 10, 100, 20, 200),
  ('basic', 'Basic', 20, 200, 50, 500),
  ('premium', 'Premium', 50, 500, 200, 2000),
  ('enterprise', 'Enterprise', 200, 2000, 1000, 10000);

-- No foreign key: those of a tenant's table lead with tenant_id. A plan that is not there leaves its
-- tenants the gateway's default.
ALTER TABLE tenants ADD COLUMN plan text NOT NULL DEFAULT 'basic'
  CHECK (plan ~ '^[a-z][a-z0-9-]{1,30}$');

GRANT UPDATE (plan) ON tenants TO enlace_auth_platform;

DROP TRIGGER tenants_audit ON tenants;
CREATE TRIGGER tenants_audit AFTER INSERT OR UPDATE ON tenants
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Tenant', 'tenant_id', 'name', 'slug', 'tenant_code', 'host_names', 'tax_id', 'time_zone',
    'branding', 'settings', 'offices', 'plan', 'active', 'version', 'created_at', 'updated_at',
    'deleted_at');
