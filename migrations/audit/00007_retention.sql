-- How long a tenant's records are kept, and what makes and drops the months.
-- +goose Up

SELECT create_audit_class(years::smallint) FROM unnest(ARRAY[10, 15, 30]) AS years;
SELECT create_audit_month(years::smallint, month::date)
  FROM unnest(ARRAY[10, 15, 30]) AS years,
       generate_series(date '2026-11-01', date '2027-12-01', interval '1 month') AS month;

-- What a tenant chose, and from when on it holds. A record's class is that of the last row before it
-- happened: what was kept before a choice stays where it is.
CREATE TABLE audit_retention (
  tenant_id uuid NOT NULL,
  effective_from timestamptz NOT NULL
    CHECK (date_trunc('day', effective_from AT TIME ZONE 'UTC') = effective_from AT TIME ZONE 'UTC'),
  years smallint NOT NULL CHECK (years IN (6, 10, 15, 30)),
  PRIMARY KEY (tenant_id, effective_from)
);
SELECT seal_audit_table('audit_retention');
GRANT SELECT, INSERT ON audit_retention TO enlace_audit_runtime;

-- An event that is delivered again must find the class that it was stored in. So a choice never
-- reaches back to what may be stored already, however the clocks of the services differ.
-- +goose StatementBegin
CREATE FUNCTION refuse_audit_retention() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  latest audit_retention;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('audit_retention ' || NEW.tenant_id, 0));
  SELECT * INTO latest FROM audit_retention
   WHERE tenant_id = NEW.tenant_id ORDER BY effective_from DESC LIMIT 1;
  IF NEW.years <= coalesce(latest.years, 6) THEN
    RAISE EXCEPTION 'audit records are kept for % years already: % is refused',
      coalesce(latest.years, 6), NEW.years
      USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_retention_longer';
  END IF;
  IF NEW.effective_from < now() + interval '1 hour'
     OR NEW.effective_from <= latest.effective_from THEN
    RAISE EXCEPTION 'audit records are kept longer from a later day on: % is refused',
      NEW.effective_from
      USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_retention_ahead';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER longer_and_ahead BEFORE INSERT ON audit_retention
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_retention();

-- The class of a record: a function of its tenant and of when it happened, and of nothing else.
-- +goose StatementBegin
CREATE FUNCTION audit_class(tenant uuid, moment timestamptz) RETURNS smallint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce((SELECT r.years FROM audit_retention AS r
                    WHERE r.tenant_id = tenant AND r.effective_from <= moment
                    ORDER BY r.effective_from DESC LIMIT 1), 6::smallint)
$$;
-- +goose StatementEnd
REVOKE EXECUTE ON FUNCTION audit_class(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_class(uuid, timestamptz) TO enlace_audit_runtime;

-- The class is computed by the statement that stores, and is not the caller's to choose.
CREATE POLICY of_class ON audit_events AS RESTRICTIVE FOR INSERT
  WITH CHECK (retention_years = audit_class(tenant_id, occurred_at));
CREATE POLICY of_class ON audit_event_resources AS RESTRICTIVE FOR INSERT
  WITH CHECK (retention_years = audit_class(tenant_id, occurred_at));
GRANT INSERT (retention_years) ON audit_events, audit_event_resources TO enlace_audit_runtime;

-- Maintenance counts records of all tenants, which the owner sees while it says that it is at that.
CREATE POLICY of_maintenance ON audit_events FOR SELECT TO enlace_audit_owner
  USING (current_setting('app.maintenance', true) = 'on');
CREATE POLICY of_maintenance ON audit_events_6y_default FOR SELECT TO enlace_audit_owner
  USING (current_setting('app.maintenance', true) = 'on');
CREATE POLICY of_maintenance ON audit_events_10y_default FOR SELECT TO enlace_audit_owner
  USING (current_setting('app.maintenance', true) = 'on');
CREATE POLICY of_maintenance ON audit_events_15y_default FOR SELECT TO enlace_audit_owner
  USING (current_setting('app.maintenance', true) = 'on');
CREATE POLICY of_maintenance ON audit_events_30y_default FOR SELECT TO enlace_audit_owner
  USING (current_setting('app.maintenance', true) = 'on');
-- It adds its own records to the chains.
CREATE POLICY of_maintenance ON audit_unsealed FOR INSERT TO enlace_audit_owner
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);

-- The months that have partitions, and which of them may go: those that ended `years` ago.
-- +goose StatementBegin
CREATE FUNCTION audit_months() RETURNS TABLE (years smallint, month date, due boolean)
LANGUAGE sql STABLE AS $$
  SELECT class.years, class.month,
         (class.month + interval '1 month' + make_interval(years => class.years))
           AT TIME ZONE 'UTC' <= now()
    FROM (SELECT name[1]::smallint AS years, to_date(name[2], 'YYYY_MM') AS month
            FROM pg_partition_tree('audit_events') AS part,
                 regexp_match(part.relid::regclass::text,
                              '^audit_events_(\d+)y_(\d{4}_\d{2})$') AS name
           WHERE part.isleaf AND name IS NOT NULL) AS class
$$;
-- +goose StatementEnd

-- Drops the partitions of a month that is due, if each of its records is in its tenant's chain and
-- covered by a checkpoint. Every tenant that had any gets a record of it, which says how many they
-- were. `refusal` says why nothing was done; no row: there is no such month. A dry run only tells.
-- +goose StatementBegin
CREATE FUNCTION drop_audit_month(of_years smallint, of_month date, dry_run boolean)
RETURNS TABLE (tenants bigint, records bigint, refusal text) LANGUAGE plpgsql AS $$
DECLARE
  first_day date := date_trunc('month', of_month)::date;
  since timestamptz := first_day::timestamp AT TIME ZONE 'UTC';
  until timestamptz := (first_day + interval '1 month') AT TIME ZONE 'UTC';
  suffix text := format('_%sy_%s', of_years, to_char(first_day, 'YYYY_MM'));
  events text := 'audit_events' || suffix;
  resources text := 'audit_event_resources' || suffix;
  ids uuid[];
  counts bigint[];
  chained bigint;
  last_position bigint;
  covered bigint;
  -- A ULID: its time, and what is random.
  record_id uuid;
  moment timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('audit_maintenance', 0));
  IF NOT EXISTS (SELECT FROM audit_months() AS m WHERE m.years = of_years AND m.month = first_day)
  THEN RETURN; END IF;
  IF (SELECT NOT m.due FROM audit_months() AS m WHERE m.years = of_years AND m.month = first_day)
  THEN
    RAISE EXCEPTION '% is kept until % years after its end', events, of_years
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;

  -- Nothing is added meanwhile; readers go on.
  EXECUTE format('LOCK TABLE %I, %I IN SHARE MODE', events, resources);
  PERFORM set_config('app.maintenance', 'on', true);
  SELECT array_agg(held.tenant_id), array_agg(held.n) INTO ids, counts
    FROM (SELECT e.tenant_id, count(*) AS n FROM audit_events AS e
           WHERE e.retention_years = of_years AND e.occurred_at >= since AND e.occurred_at < until
           GROUP BY e.tenant_id ORDER BY e.tenant_id) AS held;
  tenants := coalesce(cardinality(ids), 0);
  records := (SELECT coalesce(sum(n), 0) FROM unnest(counts) AS n);

  FOR i IN 1..tenants LOOP
    PERFORM set_config('app.tenant_id', ids[i]::text, true);
    SELECT count(*), max(l.position) INTO chained, last_position
      FROM audit_events AS e
      JOIN audit_leaves AS l ON l.tenant_id = e.tenant_id AND l.event_id = e.event_id
     WHERE e.tenant_id = ids[i] AND e.retention_years = of_years
       AND e.occurred_at >= since AND e.occurred_at < until;
    SELECT coalesce(max(c.size), 0) INTO covered
      FROM audit_checkpoints AS c WHERE c.tenant_id = ids[i];
    refusal := CASE
      WHEN chained < counts[i] THEN format(
        '%s of %s records of tenant %s are not in its chain', counts[i] - chained, counts[i], ids[i])
      WHEN last_position >= covered THEN format(
        'no checkpoint of tenant %s covers position %s', ids[i], last_position)
      END;
    EXIT WHEN refusal IS NOT NULL;
  END LOOP;
  IF refusal IS NOT NULL OR dry_run THEN
    PERFORM set_config('app.maintenance', '', true), set_config('app.tenant_id', '', true);
    RETURN NEXT;
    RETURN;
  END IF;

  FOR i IN 1..tenants LOOP
    PERFORM set_config('app.tenant_id', ids[i]::text, true);
    moment := clock_timestamp();
    record_id := lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0')
                 || substr(replace(gen_random_uuid()::text, '-', ''), 13);
    INSERT INTO audit_events (tenant_id, occurred_at, event_id, retention_years, event_type, action,
                              resource_type, resource_ids, resource_version, actor_type, actor_id,
                              actor_email, request_id, ip, user_agent, endpoint, success, reason,
                              calls)
    VALUES (ids[i], moment, record_id, audit_class(ids[i], moment), 'RETENTION', 'DELETE',
            'AuditEvent', '{}', 0, 'SERVICE', 'enlace-audit', '', '', '', '', '', true,
            format('YEARS_%s_MONTH_%s', of_years, to_char(first_day, 'YYYY_MM')), counts[i]);
    INSERT INTO audit_unsealed (tenant_id, event_id, occurred_at)
    VALUES (ids[i], record_id, moment);
  END LOOP;
  PERFORM set_config('app.maintenance', '', true), set_config('app.tenant_id', '', true);
  EXECUTE format('DROP TABLE %I', events);
  EXECUTE format('DROP TABLE %I', resources);
  RETURN NEXT;
END
$$;
-- +goose StatementEnd

-- Records that no month took: nothing drops them. A table that nothing was ever put into has no size,
-- so that as a rule none is read.
-- +goose StatementBegin
CREATE FUNCTION audit_strays()
RETURNS TABLE (partition text, records bigint, oldest timestamptz, newest timestamptz)
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('app.maintenance', 'on', true);
  FOR partition IN SELECT part.relid::regclass::text FROM pg_partition_tree('audit_events') AS part
                    WHERE part.isleaf AND part.relid::regclass::text LIKE 'audit\_events\_%\_default'
                      AND pg_relation_size(part.relid) > 0
                    ORDER BY 1 LOOP
    EXECUTE format('SELECT count(*), min(occurred_at), max(occurred_at) FROM %s', partition)
      INTO records, oldest, newest;
    IF records > 0 THEN RETURN NEXT; END IF;
  END LOOP;
  PERFORM set_config('app.maintenance', '', true);
END
$$;
-- +goose StatementEnd

REVOKE EXECUTE ON FUNCTION audit_months(), drop_audit_month(smallint, date, boolean), audit_strays()
  FROM PUBLIC;
