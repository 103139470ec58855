#!/usr/bin/env bash
# How long the lists of the audit take, and what its tables take of the disk, with many records: in a
# PostgreSQL cluster of its own, which is removed afterwards.
# Usage: scripts/bench-audit.sh [RECORDS]     default: 1000000, about 1 GB; 10000000 take 10 GB
# Environment: ENLACE_AUDIT_LISTS: the program that prints the lists; left out, it is built.
#              ENLACE_BENCH_DIR: where the cluster is; left out, a new folder.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

RECORDS=${1:-1000000}
TENANTS=50
[[ $RECORDS =~ ^[0-9]+$ ]] || fail "bench" "$RECORDS is no number of records" "see the top of $0"

DIR=${ENLACE_BENCH_DIR:-$(mktemp -d /var/tmp/enlace-bench-audit-XXXXXX)}
chmod 0711 "$DIR"

clean_up() {
  "$ROOT/scripts/cluster.sh" destroy "$DIR/pg" 2>/dev/null
  rmdir "$DIR"
}
trap clean_up EXIT

lists() {
  if [[ -z ${ENLACE_AUDIT_LISTS:-} ]]; then
    "$ROOT/scripts/build.sh" release services >&2
    cmake --build "$ROOT/build/release" --target enlace-audit-lists >&2
    ENLACE_AUDIT_LISTS=$ROOT/build/release/services/audit/enlace-audit-lists
  fi
}

as() {
  local user=$1
  shift
  psql -X -q -A -t -v ON_ERROR_STOP=1 -U "$user" -d enlace_audit "$@"
}

prepare() {
  "$ROOT/scripts/cluster.sh" create "$DIR/pg" --trust
  "$ROOT/scripts/cluster.sh" start "$DIR/pg"
  # shellcheck disable=SC1091
  . "$DIR/pg/cluster.env"
  export PGHOST PGPORT
  ENLACE_SERVICES=audit "$ROOT/scripts/roles.sh" "$ROOT/scripts/cluster.sh" psql "$DIR/pg"
  "$ROOT/scripts/migrate.sh" audit
}

COLUMNS='tenant_id, occurred_at, event_id, event_type, action, resource_type, resource_id, resource_ids,
  resource_version, actor_type, actor_id, actor_email, request_id, ip, user_agent, endpoint, success,
  person_id, payload'

# Thirteen months, some thousand resources and 20 actors a tenant, two records a request; two writes
# to one access, of which every fifth names ten resources. A payload is sealed, so nothing compresses
# it; half a kilobyte is an appointment before and after.
generate() {
  cat <<SQL
COPY (
  SELECT md5('tenant' || i % $TENANTS)::uuid, moment,
         (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0')
          || substr(md5('event' || i), 13))::uuid,
         CASE WHEN access THEN 'ACCESS' ELSE 'WRITE' END,
         CASE WHEN many THEN 'LIST' WHEN access THEN 'READ' ELSE 'UPDATE' END,
         'Patient', CASE WHEN NOT many THEN resource END,
         CASE WHEN many THEN
           ARRAY(SELECT md5('resource' || (i + 50 * n) % (50 * 4000))::uuid
                   FROM generate_series(0, 9) AS n)
           ELSE ARRAY[resource] END,
         CASE WHEN access THEN 0 ELSE 1 + i % 7 END, 'API_KEY', 'actor-' || i / $TENANTS % 20, '',
         'request-' || i / ($TENANTS * 2), '', '', CASE WHEN access THEN 'enlace.patient.v1.PatientService/GetPatient' ELSE '' END,
         true, resource,
         CASE WHEN access THEN decode(md5(i || 'a') || md5(i || 'b') || md5(i || 'c'), 'hex')
         ELSE decode((SELECT string_agg(md5(i || '.' || n), '') FROM generate_series(1, 32) AS n),
                     'hex') END
    FROM (SELECT i, timestamptz '2026-11-01' + interval '13 months' * (i / $RECORDS.0) AS moment,
                 i / $TENANTS % 3 = 0 AS access, i / $TENANTS % 15 = 0 AS many,
                 md5('resource' || i % (50 * 4000))::uuid AS resource
            FROM generate_series(0, $RECORDS - 1) AS i) AS record
) TO STDOUT
SQL
}

# The superuser passes row-level security; triggers and policies are those of the migrations.
load() {
  say "loading $RECORDS records of $TENANTS tenants"
  generate | as postgres -f - | as postgres -c "COPY audit_events ($COLUMNS) FROM STDIN"
  as postgres -c "INSERT INTO audit_event_resources (tenant_id, resource_id, occurred_at, event_id)
    SELECT DISTINCT tenant_id, one, occurred_at, event_id FROM audit_events, unnest(resource_ids) AS one
     WHERE cardinality(resource_ids) > 1" -c 'ANALYZE audit_events' -c 'ANALYZE audit_event_resources' \
    -c CHECKPOINT
}

sizes() {
  as postgres -F ' ' -c "
    SELECT tables.what, pg_size_pretty(sum(size)), round(sum(size) / $RECORDS) AS bytes_each
      FROM pg_partition_tree('$1') AS part
      JOIN pg_class AS c ON c.oid = part.relid AND part.isleaf,
           LATERAL (VALUES ('records', pg_table_size(c.oid)), ('indexes', pg_indexes_size(c.oid)))
             AS tables (what, size)
     GROUP BY tables.what ORDER BY tables.what DESC" | sed "s/^/$1: /; s/\$/ bytes a record/"
}

# Milliseconds of a table: planning of the first execution, then planning and execution together.
measure() {
  as enlace_audit_runtime -f - <<<"$1" | jq -rn '
    def total: ."Planning Time" + ."Execution Time";
    def ms: . * 100 | round / 100;
    reduce inputs as $in ([];
      if ($in | type) == "string" then . + [{name: $in, runs: []}] else .[-1].runs += [$in[0]] end)
    | (["list", "rows", "buffers", "first ms", "median ms", "worst ms"] | @tsv),
      (.[] | [.name, .runs[-1].Plan."Actual Rows",
              (.runs[-1].Plan | ."Shared Hit Blocks" + ."Shared Read Blocks"),
              (.runs[0] | total | ms), (.runs | map(total) | sort | .[length / 2 | floor] | ms),
              (.runs | map(total) | max | ms)] | @tsv)' | column -t -s $'\t'
}

one() { as postgres -c "$1"; }

lists
prepare
load
tenant=$(one "SELECT md5('tenant7')::uuid")
resource=$(one "SELECT resource_id FROM audit_events WHERE tenant_id = '$tenant' AND resource_id IS NOT NULL LIMIT 1")
request=$(one "SELECT request_id FROM audit_events WHERE tenant_id = '$tenant' ORDER BY occurred_at DESC OFFSET 40 LIMIT 1")
say "lists of one tenant's $((RECORDS / TENANTS)) records, 50 a page"
measure "$("$ENLACE_AUDIT_LISTS" "$tenant" actor-3 "$request" "$resource" 2027-03-01T00:00:00Z)"
say "size"
sizes audit_events
sizes audit_event_resources
as postgres -c 'CREATE INDEX audit_events_brin ON audit_events USING brin (occurred_at)'
as postgres -c "SELECT 'a BRIN index over the time of all records: ' || pg_size_pretty(sum(pg_relation_size(relid)))
  FROM pg_partition_tree('audit_events_brin')"
