-- How many doctors a tenant may have, and how many it has.
-- +goose Up

-- What the auth service said last of the tenant's plan. No row: nothing yet.
CREATE TABLE tenant_limits (
  tenant_id uuid PRIMARY KEY,
  version bigint NOT NULL CHECK (version > 0),
  -- NULL: any number.
  most integer CHECK (most >= 0)
);

ALTER TABLE tenant_limits ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_limits FORCE ROW LEVEL SECURITY;

-- Keeps out every other tenant.
CREATE POLICY tenant_limits_of_tenant ON tenant_limits
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON tenant_limits TO enlace_appointment_runtime;

-- The sum over a tenant's rows is how many live doctors it has. Each connection adds to a row of its
-- own: one row that every creation locks until its commit would let a tenant create one at a time.
CREATE TABLE tenant_counts (
  tenant_id uuid NOT NULL,
  shard smallint NOT NULL,
  live bigint NOT NULL,
  PRIMARY KEY (tenant_id, shard)
) WITH (fillfactor = 50);

ALTER TABLE tenant_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_counts FORCE ROW LEVEL SECURITY;

-- Keeps out every other tenant.
CREATE POLICY tenant_counts_of_tenant ON tenant_counts
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

GRANT SELECT, INSERT, UPDATE ON tenant_counts TO enlace_appointment_runtime;

-- Counts a row that comes to be, is deleted or restored, and refuses the one that is too many by
-- the constraint plan_limit_<how many are allowed>. Two locks, until the commit:
-- - 'limit', shared by all who create: who lowers the limit takes it alone, and so counts nobody's
--   creation that is under way too few;
-- - 'count', for one at a time, near the limit only: further away there is room for all that other
--   connections may be adding, of which PostgreSQL allows fewer than 256.
-- +goose StatementBegin
CREATE FUNCTION count_live() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  added integer := (NEW.deleted_at IS NULL)::integer;
  allowed integer;
  present bigint;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    added := added - (OLD.deleted_at IS NULL)::integer;
    IF added = 0 THEN
      RETURN NULL;
    END IF;
  END IF;
  INSERT INTO tenant_counts AS c (tenant_id, shard, live)
  VALUES (NEW.tenant_id, pg_backend_pid() % 64, added)
  ON CONFLICT (tenant_id, shard) DO UPDATE SET live = c.live + excluded.live;
  IF added < 0 THEN
    RETURN NULL;
  END IF;
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('limit ' || NEW.tenant_id, 0));
  SELECT most INTO allowed FROM tenant_limits WHERE tenant_id = NEW.tenant_id;
  IF allowed IS NULL THEN
    RETURN NULL;
  END IF;
  SELECT sum(live) INTO present FROM tenant_counts WHERE tenant_id = NEW.tenant_id;
  IF present <= allowed - 256 THEN
    RETURN NULL;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('count ' || NEW.tenant_id, 0));
  SELECT sum(live) INTO present FROM tenant_counts WHERE tenant_id = NEW.tenant_id;
  IF present > allowed THEN
    RAISE EXCEPTION 'more than the plan allows' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'plan_limit_' || allowed;
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER practitioners_counted AFTER INSERT OR UPDATE ON practitioners
  FOR EACH ROW EXECUTE FUNCTION count_live();

-- Those that are there already. The owner sees them only while its rows are not forced under the
-- policies; the trigger above holds the table locked until this is committed.
ALTER TABLE practitioners NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tenant_counts NO FORCE ROW LEVEL SECURITY;

INSERT INTO tenant_counts (tenant_id, shard, live)
SELECT tenant_id, 0, count(*) FROM practitioners WHERE deleted_at IS NULL GROUP BY tenant_id;

ALTER TABLE tenant_counts FORCE ROW LEVEL SECURITY;
ALTER TABLE practitioners FORCE ROW LEVEL SECURITY;
