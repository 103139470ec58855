-- Tells the services that own patients and doctors how many a tenant may have.
-- +goose Up

-- One for each tenant: due until every owning service has confirmed the limits of the tenant's plan
-- under that version.
CREATE TABLE limit_orders (
  tenant_id uuid PRIMARY KEY REFERENCES tenants (tenant_id),
  version bigint NOT NULL DEFAULT 1,
  -- NULL: confirmed.
  due_at timestamptz DEFAULT now(),
  attempts integer NOT NULL DEFAULT 0
);
CREATE INDEX limit_orders_due ON limit_orders (due_at) WHERE due_at IS NOT NULL;

ALTER TABLE limit_orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE limit_orders FORCE ROW LEVEL SECURITY;

-- No tenant's transaction has any right here: plans are the platform's.
CREATE POLICY limit_orders_of_platform ON limit_orders TO enlace_auth_platform
  USING (true) WITH CHECK (true);

GRANT SELECT, INSERT, UPDATE (version, due_at, attempts) ON limit_orders TO enlace_auth_platform;

-- Whatever changes a plan orders its limits in the same transaction.
-- +goose StatementBegin
CREATE FUNCTION order_limits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' OR NEW.plan <> OLD.plan THEN
    INSERT INTO limit_orders AS o (tenant_id) VALUES (NEW.tenant_id)
    ON CONFLICT (tenant_id) DO UPDATE SET version = o.version + 1, due_at = now(), attempts = 0;
  END IF;
  RETURN NULL;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER tenants_limits AFTER INSERT OR UPDATE ON tenants
  FOR EACH ROW EXECUTE FUNCTION order_limits();

-- Those that are there already: the owner sees them only while its rows are not forced under the
-- policies.
ALTER TABLE tenants NO FORCE ROW LEVEL SECURITY;
ALTER TABLE limit_orders NO FORCE ROW LEVEL SECURITY;

INSERT INTO limit_orders (tenant_id) SELECT tenant_id FROM tenants;

ALTER TABLE limit_orders FORCE ROW LEVEL SECURITY;
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
