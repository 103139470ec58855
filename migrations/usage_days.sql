-- How many calls of a tenant the service has answered, for each day.
-- +goose Up
-- +goose ENVSUB ON

GRANT USAGE ON SCHEMA public TO enlace_${ENLACE_SERVICE}_relay;
GRANT SELECT ON goose_db_version TO enlace_${ENLACE_SERVICE}_relay;

-- Counted in memory and added every few seconds, for all tenants at once. No resource: it has no
-- version, and no audit trigger.
CREATE TABLE usage_days (
  tenant_id uuid NOT NULL,
  -- In the time zone that the tenant had at the time of the call.
  day date NOT NULL,
  requests bigint NOT NULL CHECK (requests > 0),
  PRIMARY KEY (tenant_id, day)
) WITH (fillfactor = 50);

ALTER TABLE usage_days ENABLE ROW LEVEL SECURITY;
ALTER TABLE usage_days FORCE ROW LEVEL SECURITY;

-- Keeps a tenant's transaction from every other tenant's figures; it changes none.
CREATE POLICY usage_days_of_tenant ON usage_days FOR SELECT TO enlace_${ENLACE_SERVICE}_runtime
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

GRANT SELECT ON usage_days TO enlace_${ENLACE_SERVICE}_runtime;

-- The relay role adds to every tenant's figures, and keeps each in its place. (An upsert reads what
-- it adds to.)
CREATE POLICY usage_days_added_to ON usage_days FOR SELECT TO enlace_${ENLACE_SERVICE}_relay
  USING (true);
CREATE POLICY usage_days_begun ON usage_days FOR INSERT TO enlace_${ENLACE_SERVICE}_relay
  WITH CHECK (true);
CREATE POLICY usage_days_counted ON usage_days FOR UPDATE TO enlace_${ENLACE_SERVICE}_relay
  USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE (requests) ON usage_days TO enlace_${ENLACE_SERVICE}_relay;
