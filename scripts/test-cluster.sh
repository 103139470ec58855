#!/usr/bin/env bash
# What the C++ tests need: a private PostgreSQL with the template databases enlace_test_<service>,
# and the program of a mail server, which they start themselves.
# Usage: . <(scripts/test-cluster.sh start)   starts it, makes the templates anew when a migration
#                                             changed, and sets ENLACE_TEST_PG in this shell
#        scripts/test-cluster.sh stop
#        scripts/test-cluster.sh run COMMAND… starts it, runs the command, stops it
# With ENLACE_TEST_PG goes ENLACE_MAILPIT; both are kept in build/test-pg/env. ENLACE_TEST_PG_DIR:
# another folder than build/test-pg, for a cluster of one's own.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

DIR=${ENLACE_TEST_PG_DIR:-$ROOT/build/test-pg}
PREFIX=enlace_test_
SERVICES=(auth patient appointment audit)

psql_admin() { "$ROOT/scripts/cluster.sh" psql "$DIR" -v ON_ERROR_STOP=1 "$@"; }

# What the template of service $1 is made from.
wanted() { cat "$ROOT/migrations/$1"/*.sql "$ROOT"/deploy/postgres/*.sql | sha256sum; }

make_template() {
  local service=$1
  if wanted "$service" | cmp -s - "$DIR/template.$service"; then return; fi
  psql_admin -d postgres -c "DROP DATABASE IF EXISTS $PREFIX$service WITH (FORCE)" 2>/dev/null
  ENLACE_SERVICES=$service ENLACE_DATABASE_PREFIX=$PREFIX \
    "$ROOT/scripts/roles.sh" "$ROOT/scripts/cluster.sh" psql "$DIR"
  ENLACE_DATABASE_PREFIX=$PREFIX "$ROOT/scripts/migrate.sh" "$service" || return 1
  wanted "$service" >"$DIR/template.$service"
}

# A template that fails leaves the others usable, and the script ends with an error.
make_templates() {
  local service result=0
  # shellcheck disable=SC1091
  . "$DIR/cluster.env"
  export PGHOST PGPORT
  for service in "${SERVICES[@]}"; do
    make_template "$service" || result=1
  done
  return $result
}

start() {
  local result=0 mailpit
  mkdir -p "$DIR"
  exec 9>"$DIR/.lock"
  flock 9
  "$ROOT/scripts/cluster.sh" create "$DIR" --trust
  "$ROOT/scripts/cluster.sh" start "$DIR"
  make_templates || result=1
  mailpit=$("$ROOT/scripts/tool.sh" --path mailpit)
  printf "export ENLACE_TEST_PG='host=%s port=%s user=postgres' ENLACE_MAILPIT=%q\n" \
    "$PGHOST" "$PGPORT" "$mailpit" >"$DIR/env"
  cat "$DIR/env"
  exec 9>&-
  return $result
}

stop() { "$ROOT/scripts/cluster.sh" stop "$DIR"; }

case ${1:-} in
start) start ;;
stop) stop ;;
run)
  start >/dev/null
  trap stop EXIT
  # shellcheck disable=SC1091
  . "$DIR/env"
  "${@:2}"
  ;;
*) fail "test cluster" "start, stop or run expected" "see the top of $0" ;;
esac
