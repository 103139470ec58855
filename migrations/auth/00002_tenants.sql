-- Tenants, and the names that are unique over the platform.
-- +goose Up

-- Resolves credentials and administers tenants: sees what that takes, of every tenant.
GRANT USAGE ON SCHEMA public TO enlace_auth_platform;
GRANT SELECT ON goose_db_version TO enlace_auth_platform;

-- A clinic or an organization. Its own tenant: `id` repeats the key for the audit trigger.
CREATE TABLE tenants (
  tenant_id uuid PRIMARY KEY,
  id uuid NOT NULL GENERATED ALWAYS AS (tenant_id) STORED,
  name text NOT NULL CHECK (char_length(name) BETWEEN 2 AND 120),
  slug text NOT NULL CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  tenant_code text NOT NULL CHECK (tenant_code ~ '^[A-Z0-9][A-Z0-9_]{0,46}[A-Z0-9]?_[0-9]{3,9}$'),
  host_names text[] NOT NULL DEFAULT '{}',
  tax_id text,
  time_zone text NOT NULL,
  branding jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(branding) = 'object'),
  settings jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(settings) = 'object'),
  offices jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(offices) = 'array'),
  active boolean NOT NULL DEFAULT true,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  deleted_at timestamptz
);

ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;

-- Keeps a tenant's transaction from seeing any tenant but its own.
CREATE POLICY tenants_of_tenant ON tenants TO enlace_auth_runtime
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

-- The platform role administers every tenant; it keeps out nobody but the runtime role's sessions.
CREATE POLICY tenants_of_platform ON tenants TO enlace_auth_platform
  USING (true) WITH CHECK (true);

GRANT SELECT ON tenants TO enlace_auth_runtime;
GRANT SELECT ON tenants TO enlace_auth_platform;
GRANT INSERT (tenant_id, name, slug, tenant_code, host_names, tax_id, time_zone, branding,
              settings, offices, created_at, updated_at)
  ON tenants TO enlace_auth_platform;
GRANT UPDATE (name, tax_id, time_zone, branding, settings, active, deleted_at)
  ON tenants TO enlace_auth_platform;

CREATE TRIGGER tenants_version BEFORE INSERT OR UPDATE ON tenants
  FOR EACH ROW EXECUTE FUNCTION set_row_version();
CREATE TRIGGER tenants_audit AFTER INSERT OR UPDATE ON tenants
  FOR EACH ROW EXECUTE FUNCTION audit_row_change(
    'Tenant', 'tenant_id', 'name', 'slug', 'tenant_code', 'host_names', 'tax_id', 'time_zone',
    'branding', 'settings', 'offices', 'active', 'version', 'created_at', 'updated_at',
    'deleted_at');

-- Keeps the platform role to the events of what it writes itself.
CREATE POLICY outbox_of_platform ON outbox FOR INSERT TO enlace_auth_platform
  WITH CHECK (event_type = 'WRITE' AND resource_type = 'Tenant');
GRANT INSERT ON outbox TO enlace_auth_platform;

-- Slugs, tenant codes and host names lead from the outside to a tenant, so they are unique over the
-- platform. They are claimed here and not by unique keys of `tenants`, because a unique key tells
-- one tenant that another's row exists: the runtime role has no right on this table. A name stays
-- with its tenant after a deletion, so that an old link never leads to a stranger.
CREATE TABLE platform_names (
  kind text NOT NULL CHECK (kind IN ('SLUG', 'TENANT_CODE', 'HOST_NAME')),
  name text NOT NULL,
  held_by uuid NOT NULL REFERENCES tenants (tenant_id),
  PRIMARY KEY (kind, name)
);
CREATE INDEX platform_names_by_holder ON platform_names (held_by);

GRANT SELECT, INSERT ON platform_names TO enlace_auth_platform;

-- The last number given to each beginning of a tenant code. The row's lock makes the numbers of
-- racing creations consecutive.
CREATE TABLE tenant_code_counters (
  prefix text PRIMARY KEY CHECK (char_length(prefix) BETWEEN 1 AND 48),
  last bigint NOT NULL CHECK (last > 0)
);

GRANT SELECT, INSERT, UPDATE ON tenant_code_counters TO enlace_auth_platform;
