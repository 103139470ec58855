-- What every service's database begins with: the outbox, and the trigger that fills it.
-- +goose Up
-- +goose ENVSUB ON

GRANT USAGE ON SCHEMA public TO enlace_${ENLACE_SERVICE}_runtime, enlace_${ENLACE_SERVICE}_relay;

GRANT SELECT ON goose_db_version
  TO enlace_${ENLACE_SERVICE}_runtime, enlace_${ENLACE_SERVICE}_relay;

-- One row for each write of a resource and for each answered read of personal data, until the
-- relay has delivered it. Written in the transaction of the write itself.
CREATE TABLE outbox (
  tenant_id uuid NOT NULL,
  -- Order of delivery; rows of one resource are in the order of its versions, because the
  -- resource's row lock is held from the trigger to the commit.
  seq bigint GENERATED ALWAYS AS IDENTITY,
  event_id uuid NOT NULL,
  occurred_at timestamptz NOT NULL,
  event_type text NOT NULL CHECK (event_type IN ('WRITE', 'ACCESS')),
  action text NOT NULL
    CHECK (action IN ('CREATE', 'UPDATE', 'DELETE', 'RESTORE', 'READ', 'LIST')),
  resource_type text NOT NULL,
  resource_ids uuid[] NOT NULL,
  resource_version bigint NOT NULL DEFAULT 0,
  actor_type text NOT NULL,
  actor_id text NOT NULL,
  actor_email text NOT NULL,
  request_id text NOT NULL,
  ip text NOT NULL,
  user_agent text NOT NULL,
  endpoint text NOT NULL DEFAULT '',
  before_row jsonb,
  after_row jsonb,
  PRIMARY KEY (tenant_id, event_id)
);

CREATE INDEX outbox_by_seq ON outbox (seq);

ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox FORCE ROW LEVEL SECURITY;

-- Keeps a tenant's transaction from writing an event in another tenant's name; it reads none.
CREATE POLICY outbox_of_tenant ON outbox TO enlace_${ENLACE_SERVICE}_runtime
  USING (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

-- The relay reads and removes every tenant's events, and nothing but events.
CREATE POLICY outbox_of_relay ON outbox FOR SELECT TO enlace_${ENLACE_SERVICE}_relay USING (true);
CREATE POLICY outbox_delivered ON outbox FOR DELETE TO enlace_${ENLACE_SERVICE}_relay USING (true);

-- The group commit of access records writes for many tenants at once, but never a write record.
CREATE POLICY outbox_of_access_log ON outbox FOR INSERT TO enlace_${ENLACE_SERVICE}_relay
  WITH CHECK (event_type = 'ACCESS');

GRANT INSERT ON outbox TO enlace_${ENLACE_SERVICE}_runtime;
-- UPDATE is what FOR UPDATE asks for; without a policy for it no row can be changed.
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox TO enlace_${ENLACE_SERVICE}_relay;
CREATE POLICY outbox_claimed ON outbox FOR UPDATE TO enlace_${ENLACE_SERVICE}_relay
  USING (true) WITH CHECK (false);

-- Substitution would also shorten every $$ that follows.
-- +goose ENVSUB OFF

-- A ULID: 48 bits of Unix milliseconds, 80 random bits.
-- +goose StatementBegin
CREATE FUNCTION new_ulid() RETURNS uuid LANGUAGE sql VOLATILE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
          || substr(replace(gen_random_uuid()::text, '-', ''), 1, 8)
          || substr(replace(gen_random_uuid()::text, '-', ''), 1, 12))::uuid
$$;
-- +goose StatementEnd

-- Grows the version by one and sets the time of change; neither can be set by hand.
-- +goose StatementBegin
CREATE FUNCTION set_row_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.version := 1;
  ELSE
    NEW.version := OLD.version + 1;
    NEW.updated_at := now();
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd

-- Writes the audit event of a changed row into the outbox, with the actor of the transaction.
-- Arguments: the resource type, then the columns that may be copied (never a hash or a secret).
-- A transaction without an actor is refused: no audit, no operation.
-- +goose StatementBegin
CREATE FUNCTION audit_row_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  columns text[] := TG_ARGV[1:];
  old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
  new_row jsonb := to_jsonb(NEW);
  verb text := 'UPDATE';
BEGIN
  IF coalesce(current_setting('app.actor_id', true), '') = '' THEN
    RAISE EXCEPTION 'write without an actor' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'INSERT' THEN
    verb := 'CREATE';
  ELSIF old_row ->> 'deleted_at' IS NULL AND new_row ->> 'deleted_at' IS NOT NULL THEN
    verb := 'DELETE';
  ELSIF old_row ->> 'deleted_at' IS NOT NULL AND new_row ->> 'deleted_at' IS NULL THEN
    verb := 'RESTORE';
  END IF;
  INSERT INTO outbox (tenant_id, event_id, occurred_at, event_type, action, resource_type,
                      resource_ids, resource_version, actor_type, actor_id, actor_email,
                      request_id, ip, user_agent, before_row, after_row)
  VALUES (NEW.tenant_id, new_ulid(), clock_timestamp(), 'WRITE', verb, TG_ARGV[0],
          ARRAY[NEW.id], NEW.version,
          coalesce(current_setting('app.actor_type', true), ''),
          current_setting('app.actor_id', true),
          coalesce(current_setting('app.actor_email', true), ''),
          coalesce(current_setting('app.request_id', true), ''),
          coalesce(current_setting('app.ip', true), ''),
          coalesce(current_setting('app.user_agent', true), ''),
          (SELECT jsonb_object_agg(key, value) FROM jsonb_each(old_row)
            WHERE key = ANY (columns)),
          (SELECT jsonb_object_agg(key, value) FROM jsonb_each(new_row)
            WHERE key = ANY (columns)));
  RETURN NULL;
END
$$;
-- +goose StatementEnd
