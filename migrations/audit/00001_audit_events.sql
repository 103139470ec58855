-- Where every service's audit events end: stored once, never changed, dropped by partition only.
-- +goose Up

GRANT USAGE ON SCHEMA public TO enlace_audit_runtime;
GRANT SELECT ON goose_db_version TO enlace_audit_runtime;

-- One row for each committed write and each answered read. Partitioned by retention class (the
-- years that a record is kept), then by month, so that what is due goes by dropping a partition.
-- The class must be a function of tenant and occurred_at: it is part of the key, and an event that
-- is delivered twice must meet itself.
CREATE TABLE audit_events (
  tenant_id uuid NOT NULL,
  occurred_at timestamptz NOT NULL,
  event_id uuid NOT NULL,
  retention_years smallint NOT NULL DEFAULT 6,
  -- Order of arrival; may have gaps.
  seq bigint GENERATED ALWAYS AS IDENTITY,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  event_type text NOT NULL CHECK (event_type ~ '^[A-Z][A-Z_]{0,31}$'),
  action text NOT NULL CHECK (action ~ '^[A-Z][A-Z_]{0,31}$'),
  resource_type text NOT NULL CHECK (resource_type ~ '^[A-Za-z][A-Za-z0-9]{0,63}$'),
  -- The resource of an event that names exactly one: arrays have no leakproof operator, so no
  -- index on resource_ids would be used under row-level security.
  resource_id uuid,
  resource_ids uuid[] NOT NULL,
  resource_version bigint NOT NULL CHECK (resource_version >= 0),
  actor_type text NOT NULL,
  actor_id text NOT NULL,
  actor_email text NOT NULL,
  request_id text NOT NULL,
  ip text NOT NULL,
  user_agent text NOT NULL,
  endpoint text NOT NULL,
  success boolean NOT NULL,
  before_row jsonb,
  after_row jsonb,
  -- Read backwards it is also the order of every list: newest first.
  PRIMARY KEY (tenant_id, occurred_at, event_id, retention_years),
  CONSTRAINT audit_events_resource CHECK (
    resource_id IS NOT DISTINCT FROM
    CASE WHEN cardinality(resource_ids) = 1 THEN resource_ids[1] END)
) PARTITION BY LIST (retention_years);

CREATE INDEX audit_events_by_resource
  ON audit_events (tenant_id, resource_id, occurred_at, event_id) WHERE resource_id IS NOT NULL;
CREATE INDEX audit_events_by_actor ON audit_events (tenant_id, actor_id, occurred_at, event_id);
CREATE INDEX audit_events_by_request
  ON audit_events (tenant_id, request_id, occurred_at, event_id);

-- The resources of events that name several (the answer of a list), one row each.
CREATE TABLE audit_event_resources (
  tenant_id uuid NOT NULL,
  resource_id uuid NOT NULL,
  occurred_at timestamptz NOT NULL,
  event_id uuid NOT NULL,
  retention_years smallint NOT NULL DEFAULT 6,
  PRIMARY KEY (tenant_id, resource_id, occurred_at, event_id, retention_years)
) PARTITION BY LIST (retention_years);

-- +goose StatementBegin
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit records are append-only: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END
$$;
-- +goose StatementEnd

-- Seals a table or partition: rows can be added and read by their own tenant, and neither changed
-- nor removed by anybody, the owner and sessions in replica mode included. Statement triggers
-- speak up even when row-level security hides every row; each partition needs its own.
-- +goose StatementBegin
CREATE FUNCTION seal_audit_table(target regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
  -- Keeps every tenant from reading or adding another tenant's records.
  EXECUTE format(
    'CREATE POLICY of_tenant ON %s '
    'USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) '
    'WITH CHECK (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)',
    target);
  EXECUTE format(
    'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s '
    'FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()', target);
  EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER append_only', target);
END
$$;
-- +goose StatementEnd

-- Opens a retention class, with a default partition so that no month is ever refused.
-- +goose StatementBegin
CREATE FUNCTION create_audit_class(years smallint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  parent text;
  class text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['audit_events', 'audit_event_resources'] LOOP
    class := format('%s_%sy', parent, years);
    EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES IN (%s) '
                   'PARTITION BY RANGE (occurred_at)', class, parent, years);
    EXECUTE format('CREATE TABLE %I PARTITION OF %I DEFAULT', class || '_default', class);
    PERFORM seal_audit_table(class::regclass);
    PERFORM seal_audit_table((class || '_default')::regclass);
  END LOOP;
END
$$;
-- +goose StatementEnd

-- Makes the partition of a class and a month (UTC) unless it exists. Make months ahead of time: one
-- whose rows have already gone to the default partition can't be made any more.
-- +goose StatementBegin
CREATE FUNCTION create_audit_month(years smallint, month date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first_day date := date_trunc('month', month)::date;
  parent text;
  partition text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['audit_events', 'audit_event_resources'] LOOP
    partition := format('%s_%sy_%s', parent, years, to_char(first_day, 'YYYY_MM'));
    CONTINUE WHEN to_regclass(quote_ident(partition)) IS NOT NULL;
    EXECUTE format(
      'CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', partition,
      format('%s_%sy', parent, years), to_char(first_day, 'YYYY-MM-DD') || ' 00:00:00+00',
      to_char(first_day + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00');
    PERFORM seal_audit_table(partition::regclass);
  END LOOP;
END
$$;
-- +goose StatementEnd

REVOKE EXECUTE ON FUNCTION seal_audit_table(regclass), create_audit_class(smallint),
  create_audit_month(smallint, date) FROM PUBLIC;

SELECT seal_audit_table('audit_events');
SELECT seal_audit_table('audit_event_resources');
SELECT create_audit_class(6::smallint);
SELECT create_audit_month(6::smallint, month::date)
  FROM generate_series(date '2026-11-01', date '2027-12-01', interval '1 month') AS month;

-- Through the parents only: no partition is granted. The retention class is not the caller's to
-- choose, so that column is left out.
GRANT SELECT ON audit_events, audit_event_resources TO enlace_audit_runtime;
GRANT INSERT (tenant_id, occurred_at, event_id, event_type, action, resource_type, resource_id,
              resource_ids, resource_version, actor_type, actor_id, actor_email, request_id, ip,
              user_agent, endpoint, success, before_row, after_row)
  ON audit_events TO enlace_audit_runtime;
GRANT INSERT (tenant_id, resource_id, occurred_at, event_id)
  ON audit_event_resources TO enlace_audit_runtime;
