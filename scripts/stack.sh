#!/usr/bin/env bash
# A whole Enlace: its own PostgreSQL cluster, a mail sink, the four services and the gateway.
# Usage: scripts/stack.sh start  --dir DIR [--preset release|dev|asan|tsan] [--ports free|default]
#                                [--no-seed] [--no-supervisor]
#        scripts/stack.sh stop   --dir DIR
#        scripts/stack.sh migrate --dir DIR    brings the databases up to date, starts no process
#        scripts/stack.sh seed   --dir DIR     makes the demo clinics where they are missing
#        scripts/stack.sh status --dir DIR
# `start` again starts what is down and leaves the rest alone. A supervisor then starts again what
# ends or does not answer (scripts/supervise.sh), unless --no-supervisor. Everything lives in DIR: demo.env
# (addresses and keys), run/<process>.pid, run/<process>.env, log/<process>.log, secrets/ (in tls/ the
# certificates), authority/ (which signs them), pg/ (cluster.env: PGDATA, PGHOST, PGPORT),
# checkpoints/ (of the audit), mail/. Processes: mailpit auth patient appointment audit gateway
# supervisor; mailpit takes every mail and keeps it, unless ENLACE_SMTP_URL
# names a mail server.
# Default ports: ENLACE_HTTP_PORT 8080, ENLACE_HTTPS_PORT 8443, ENLACE_AUTH_PORT 50051, ENLACE_PATIENT_PORT 50052,
# ENLACE_APPOINTMENT_PORT 50053, ENLACE_AUDIT_PORT 50054; of the mail sink ENLACE_SMTP_PORT 1025
# and, for HTTP, ENLACE_MAIL_PORT 8025; of the metrics ENLACE_GATEWAY_METRICS_PORT 9464,
# ENLACE_AUTH_METRICS_PORT 9465, ENLACE_PATIENT_METRICS_PORT 9466, ENLACE_APPOINTMENT_METRICS_PORT
# 9467 and ENLACE_AUDIT_METRICS_PORT 9468.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$ROOT/scripts/runtime_dir.sh"
. "$ROOT/scripts/process.sh"
. "$ROOT/scripts/supervisor.sh"
. "$ROOT/scripts/mail_sink.sh"
. "$ROOT/scripts/stack_config.sh"

DIR='' PRESET=release PORT_CHOICE=default SEED=yes SUPERVISOR=yes

parse() {
  while (($#)); do
    case $1 in
    --dir) DIR=$2 && shift ;;
    --preset) PRESET=$2 && shift ;;
    --ports) PORT_CHOICE=$2 && shift ;;
    --no-seed) SEED=no ;;
    --no-supervisor) SUPERVISOR=no ;;
    *) fail "stack" "unknown argument $1" "see the top of $0" ;;
    esac
    shift
  done
  [[ -n $DIR ]] || fail "stack" "--dir is missing" "see the top of $0"
  mkdir -p "$DIR"
  DIR=$(cd "$DIR" && pwd)
  RUN=$DIR/run LOG=$DIR/log SECRETS=$DIR/secrets CHECKPOINTS=$DIR/checkpoints
  mkdir -p "$RUN" "$LOG"
}

start_database() {
  if [[ ! -f $DIR/pg/cluster.env ]]; then
    # Keys that another cluster knew are worth nothing in a new one.
    rm -f "$SECRETS"/*.key "$DIR/demo.env"
    # Its audit is another one. What was signed stays.
    if [[ -d $CHECKPOINTS ]]; then mv "$CHECKPOINTS" "$CHECKPOINTS.$(date +%s)"; fi
    "$ROOT/scripts/cluster.sh" create "$DIR/pg"
  fi
  "$ROOT/scripts/cluster.sh" start "$DIR/pg"
  # shellcheck disable=SC1091
  . "$DIR/pg/cluster.env"
  export PGHOST PGPORT
  "$ROOT/scripts/secrets.sh" "$SECRETS"
  ENLACE_PASSFILE=$SECRETS/pgpass "$ROOT/scripts/roles.sh" "$ROOT/scripts/cluster.sh" psql "$DIR/pg"
  PGPASSFILE=$SECRETS/pgpass "$ROOT/scripts/migrate.sh"
}

make_certificates() {
  say "certificates"
  "$ROOT/scripts/certificates.sh" "$SECRETS/tls" "$DIR/authority"
}

make_platform_keys() {
  (
    set -a
    # shellcheck disable=SC1091
    . "$RUN/auth.env.new"
    "$ROOT/scripts/platform_keys.sh" "$SECRETS" "$(program_of auth)"
  )
}

# Exit code 3: there is something to look at, which the lines above it say; Enlace runs all the same.
maintain_audit() {
  local result=0
  say "months of the audit"
  ENLACE_OWNER_DATABASE_URL=$(dsn audit owner) "$(program_of audit)" maintain 2>&1 |
    sed 's/^/    /' >&2 || result=$?
  ((result == 0 || result == 3)) ||
    fail "months of the audit" "enlace-audit maintain failed (see above)" "mend what it names"
}

start_processes() {
  local name names
  mapfile -t names < <(processes)
  prepare_mail_sink
  for name in "${names[@]}"; do
    [[ -x $(program_of "$name") ]] ||
      fail "starting $name" "$(program_of "$name") is not there" "build it: scripts/build.sh $PRESET"
    environment "$name" >"$RUN/$name.env.new"
  done
  "$ROOT/scripts/data_keys.sh" "$SECRETS" "$(program_of auth)"
  make_platform_keys
  maintain_audit
  say "starting ${names[*]}"
  for name in "${names[@]}"; do ensure_process "$name" "$(program_of "$name")"; done
}

# Ready, or one of the processes has ended: either way there is nothing more to wait for.
is_settled() {
  { mail_sink_answers &&
    curl -fsS -o /dev/null --max-time 3 "http://127.0.0.1:${PORT[gateway]}/readyz" 2>/dev/null; } ||
    [[ -n $(dead_process) ]]
}

dead_process() {
  local name
  for name in $(processes); do
    if ! pid_of "$name" "$(program_of "$name")" >/dev/null; then
      echo "$name"
      return
    fi
  done
}

wait_for_health() {
  local dead
  say "waiting for health"
  wait_until 30 is_settled ||
    fail "health" "$(curl -sS --max-time 3 "http://127.0.0.1:${PORT[gateway]}/readyz" 2>&1)" \
      "see the logs in $LOG"
  dead=$(dead_process)
  [[ -z $dead ]] || fail "starting $dead" "$(tail -5 "$LOG/$dead.log")" "see $LOG/$dead.log"
}

write_demo_env() {
  local name
  (
    umask 077
    {
      echo "ENLACE_URL=http://127.0.0.1:${PORT[gateway]}"
      echo "ENLACE_HTTPS_URL=https://127.0.0.1:${PORT[https]}"
      echo "ENLACE_CA_FILE=$SECRETS/tls/ca.crt"
      echo "ENLACE_CERT_FILE=$SECRETS/tls/operator.crt"
      echo "ENLACE_KEY_FILE=$SECRETS/tls/operator.key"
      echo "ENLACE_ADMIN_TOKEN=$(<"$SECRETS/admin.key")"
      echo "ENLACE_AUTH_ADDR=127.0.0.1:${PORT[auth]}"
      echo "ENLACE_PATIENT_ADDR=127.0.0.1:${PORT[patient]}"
      echo "ENLACE_APPOINTMENT_ADDR=127.0.0.1:${PORT[appointment]}"
      echo "ENLACE_AUDIT_ADDR=127.0.0.1:${PORT[audit]}"
      for name in gateway "${SERVICES[@]}"; do
        echo "ENLACE_${name^^}_METRICS_URL=http://127.0.0.1:${PORT[${name}_metrics]}/metrics"
      done
      if has_mail_sink; then echo "ENLACE_MAIL_URL=http://127.0.0.1:${PORT[mail]}"; fi
      if [[ -s $SECRETS/alpha.key ]]; then echo "ENLACE_API_KEY=$(<"$SECRETS/alpha.key")"; fi
      if [[ -s $SECRETS/beta.key ]]; then echo "ENLACE_API_KEY_BETA=$(<"$SECRETS/beta.key")"; fi
    } >"$DIR/demo.env.new"
    mv "$DIR/demo.env.new" "$DIR/demo.env"
  )
}

# One start or stop at a time.
take_turn() {
  exec 9>"$DIR/.lock"
  flock -w 600 9 || fail "$command" "another start or stop of $DIR is under way" "wait for it, then repeat"
}

start() {
  take_turn
  stop_supervisor
  choose_ports
  start_database
  make_certificates
  SOCKETS=$(runtime_dir "$DIR")/services
  mkdir -p "$SOCKETS"
  chmod 0700 "$SOCKETS"
  mkdir -p "$CHECKPOINTS"
  chmod 0700 "$CHECKPOINTS"
  start_processes
  wait_for_health
  write_demo_env
  if [[ $SUPERVISOR == yes ]]; then start_supervisor; fi
  if [[ $SEED == yes ]]; then
    "$ROOT/scripts/seed.sh" "$DIR"
    write_demo_env
  fi
  say "running: REST on http://127.0.0.1:${PORT[gateway]}, settings in $DIR/demo.env"
}

migrate() { start_database; }

seed() {
  [[ -f $DIR/demo.env ]] || fail "seed" "no running stack in $DIR" "start it: make up"
  # shellcheck disable=SC1091
  . "$DIR/demo.env"
  "$ROOT/scripts/seed.sh" "$DIR"
}

stop() {
  local name pid
  take_turn
  stop_supervisor
  for name in gateway "${SERVICES[@]}" mailpit; do
    if pid=$(any_pid_of "$name"); then
      say "stopping $name"
      stop_process "$name" "$(readlink "/proc/$pid/exe" | sed 's/ (deleted)$//')"
    fi
    rm -f "$RUN/$name.pid"
  done
  "$ROOT/scripts/cluster.sh" stop "$DIR/pg"
  rm -rf "/tmp/enlace-$(short_hash "$DIR")"
}

status() {
  local name pid
  printf '%-12s %s\n' postgresql "$("$ROOT/scripts/cluster.sh" status "$DIR/pg")"
  for name in mailpit "${SERVICES[@]}" gateway; do
    if pid=$(any_pid_of "$name"); then
      printf '%-12s running, pid %s\n' "$name" "$pid"
    else
      printf '%-12s stopped\n' "$name"
    fi
  done
  printf '%-12s %s\n' supervisor "$(supervisor_status)"
}

command=${1:-}
case $command in
start | stop | status | migrate | seed)
  parse "${@:2}"
  "$command"
  ;;
*) fail "stack" "a command is missing" "see the top of $0" ;;
esac
