#!/usr/bin/env bash
# A whole Enlace: its own PostgreSQL cluster, the four services and the gateway.
# Usage: scripts/stack.sh start  --dir DIR [--preset release|dev|asan|tsan] [--ports free|default]
#                                [--no-seed]
#        scripts/stack.sh stop   --dir DIR
#        scripts/stack.sh migrate --dir DIR    brings the databases up to date, starts no process
#        scripts/stack.sh seed   --dir DIR     makes the demo clinics where they are missing
#        scripts/stack.sh status --dir DIR
# `start` again starts what is down and leaves the rest alone. Everything lives in DIR: demo.env
# (addresses and keys), run/<process>.pid, run/<process>.env, log/<process>.log, secrets/, pg/
# (cluster.env: PGDATA, PGHOST, PGPORT). Processes: auth patient appointment audit gateway.
# Default ports: ENLACE_HTTP_PORT 8080, ENLACE_AUTH_PORT 50051, ENLACE_PATIENT_PORT 50052,
# ENLACE_APPOINTMENT_PORT 50053, ENLACE_AUDIT_PORT 50054.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$ROOT/scripts/runtime_dir.sh"
. "$ROOT/scripts/process.sh"

SERVICES=(auth patient appointment audit)
# Written into the processes' environment when the caller set them.
PASSED=(ENLACE_POOL_SIZE ENLACE_WORKERS ENLACE_LOG_LEVEL ENLACE_REFLECTION ENLACE_PUBLIC_URL)

DIR='' PRESET=release PORTS=default SEED=yes

parse() {
  while (($#)); do
    case $1 in
    --dir) DIR=$2 && shift ;;
    --preset) PRESET=$2 && shift ;;
    --ports) PORTS=$2 && shift ;;
    --no-seed) SEED=no ;;
    *) fail "stack" "unknown argument $1" "see the top of $0" ;;
    esac
    shift
  done
  [[ -n $DIR ]] || fail "stack" "--dir is missing" "see the top of $0"
  mkdir -p "$DIR"
  DIR=$(cd "$DIR" && pwd)
  RUN=$DIR/run LOG=$DIR/log SECRETS=$DIR/secrets
  mkdir -p "$RUN" "$LOG"
}

program_of() {
  if [[ $1 == gateway ]]; then
    echo "$ROOT/build/gateway/enlace-gateway"
  else
    echo "$ROOT/build/$PRESET/services/$1/enlace-$1"
  fi
}

# HTTP_PORT and <SERVICE>_PORT: as chosen at the first start, or as the environment says.
choose_ports() {
  local service
  if [[ $PORTS == free ]]; then
    if [[ ! -f $DIR/ports ]]; then pick_free_ports >"$DIR/ports"; fi
    # shellcheck disable=SC1091
    . "$DIR/ports"
  else
    HTTP_PORT=${ENLACE_HTTP_PORT:-8080}
    AUTH_PORT=${ENLACE_AUTH_PORT:-50051}
    PATIENT_PORT=${ENLACE_PATIENT_PORT:-50052}
    APPOINTMENT_PORT=${ENLACE_APPOINTMENT_PORT:-50053}
    AUDIT_PORT=${ENLACE_AUDIT_PORT:-50054}
  fi
  for service in gateway "${SERVICES[@]}"; do refuse_foreign_port "$service"; done
}

pick_free_ports() {
  local name port=$((20000 + RANDOM % 10000))
  for name in HTTP AUTH PATIENT APPOINTMENT AUDIT; do
    port=$(free_port $((port + 1)))
    echo "${name}_PORT=$port"
  done
}

port_of() {
  local name=${1^^}_PORT
  if [[ $1 == gateway ]]; then name=HTTP_PORT; fi
  echo "${!name}"
}

refuse_foreign_port() {
  local port variable=ENLACE_${1^^}_PORT
  if [[ $1 == gateway ]]; then variable=ENLACE_HTTP_PORT; fi
  port=$(port_of "$1")
  if port_is_taken "$port" && ! any_pid_of "$1" >/dev/null; then
    fail "ports" "port $port, which the $1 needs, is taken by another program" \
      "end that program, or choose another port: $variable=$((port + 1)) make up"
  fi
}

# The process of a stack keeps its name when another preset was started before.
any_pid_of() {
  local preset
  for preset in "$PRESET" release dev asan tsan; do
    if PRESET=$preset pid_of "$1" "$(PRESET=$preset program_of "$1")"; then return 0; fi
  done
  return 1
}

dsn() {
  echo "host=$PGHOST port=$PGPORT dbname=enlace_$1 user=enlace_$1_$2 passfile=$SECRETS/pgpass"
}

# The environment of process $1, as shell assignments.
environment() {
  local name=$1 other variable
  {
    for other in "${SERVICES[@]}"; do
      echo "ENLACE_${other^^}_ADDRESS=unix:$SOCKETS/$other.sock"
    done
    if [[ $name == gateway ]]; then
      echo "ENLACE_GATEWAY_LISTEN=127.0.0.1:$HTTP_PORT"
    else
      echo "ENLACE_LISTEN=127.0.0.1:$(port_of "$name"),unix:$SOCKETS/$name.sock"
      echo "ENLACE_DATABASE_URL=$(dsn "$name" runtime)"
      if [[ $name != audit ]]; then
        echo "ENLACE_RELAY_DATABASE_URL=$(dsn "$name" relay)"
        echo "ENLACE_SERVICE_KEY_FILE=$SECRETS/$name.key"
      fi
    fi
    if [[ $name == auth ]]; then
      echo "ENLACE_PLATFORM_DATABASE_URL=$(dsn auth platform)"
      echo "ENLACE_API_KEY_PEPPER_FILE=$SECRETS/pepper"
      echo "ENLACE_ENVIRONMENT=dev"
    fi
    for variable in "${PASSED[@]}"; do
      if [[ -n ${!variable:-} ]]; then echo "$variable=${!variable}"; fi
    done
  } | while IFS='=' read -r variable value; do printf '%s=%q\n' "$variable" "$value"; done
}

start_database() {
  if [[ ! -f $DIR/pg/cluster.env ]]; then
    # Keys that another cluster knew are worth nothing in a new one.
    rm -f "$SECRETS"/*.key "$DIR/demo.env"
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

# platform_key FILE ROLE NAME: a key of the platform itself, made once and kept in a file.
platform_key() {
  local file=$SECRETS/$1.key
  if [[ -s $file ]]; then return; fi
  note "key of $3"
  (
    umask 077
    set -a
    # shellcheck disable=SC1091
    . "$RUN/auth.env.new"
    "$(program_of auth)" create-platform-key --role "$2" --name "$3" \
      >"$file.new" 2>"$LOG/create-platform-key.log"
  ) || fail "platform key of $3" "$(tail -3 "$LOG/create-platform-key.log")" \
    "see $LOG/create-platform-key.log"
  mv "$file.new" "$file"
}

start_processes() {
  local name
  for name in "${SERVICES[@]}" gateway; do
    [[ -x $(program_of "$name") ]] ||
      fail "starting $name" "$(program_of "$name") is not there" "build it: scripts/build.sh $PRESET"
    environment "$name" >"$RUN/$name.env.new"
  done
  say "platform keys"
  platform_key admin platform_admin "platform admin"
  for name in auth patient appointment; do
    platform_key "$name" internal_service "relay of $name"
  done
  say "starting auth, patient, appointment, audit and the gateway"
  for name in "${SERVICES[@]}" gateway; do ensure_process "$name" "$(program_of "$name")"; done
}

# Ready, or one of the processes has ended: either way there is nothing more to wait for.
is_settled() {
  curl -fsS -o /dev/null --max-time 3 "http://127.0.0.1:$HTTP_PORT/readyz" 2>/dev/null ||
    [[ -n $(dead_process) ]]
}

dead_process() {
  local name
  for name in "${SERVICES[@]}" gateway; do
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
    fail "health" "$(curl -sS --max-time 3 "http://127.0.0.1:$HTTP_PORT/readyz" 2>&1)" \
      "see the logs in $LOG"
  dead=$(dead_process)
  [[ -z $dead ]] || fail "starting $dead" "$(tail -5 "$LOG/$dead.log")" "see $LOG/$dead.log"
}

write_demo_env() {
  (
    umask 077
    {
      echo "ENLACE_URL=http://127.0.0.1:$HTTP_PORT"
      echo "ENLACE_ADMIN_TOKEN=$(<"$SECRETS/admin.key")"
      echo "ENLACE_AUTH_ADDR=127.0.0.1:$AUTH_PORT"
      echo "ENLACE_PATIENT_ADDR=127.0.0.1:$PATIENT_PORT"
      echo "ENLACE_APPOINTMENT_ADDR=127.0.0.1:$APPOINTMENT_PORT"
      echo "ENLACE_AUDIT_ADDR=127.0.0.1:$AUDIT_PORT"
      if [[ -s $SECRETS/alpha.key ]]; then echo "ENLACE_API_KEY=$(<"$SECRETS/alpha.key")"; fi
      if [[ -s $SECRETS/beta.key ]]; then echo "ENLACE_API_KEY_BETA=$(<"$SECRETS/beta.key")"; fi
    } >"$DIR/demo.env.new"
    mv "$DIR/demo.env.new" "$DIR/demo.env"
  )
}

start() {
  exec 9>"$DIR/.lock"
  flock 9
  choose_ports
  start_database
  SOCKETS=$(runtime_dir "$DIR")/services
  mkdir -p "$SOCKETS"
  chmod 0700 "$SOCKETS"
  start_processes
  wait_for_health
  write_demo_env
  if [[ $SEED == yes ]]; then
    "$ROOT/scripts/seed.sh" "$DIR"
    write_demo_env
  fi
  say "running: REST on http://127.0.0.1:$HTTP_PORT, settings in $DIR/demo.env"
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
  for name in gateway "${SERVICES[@]}"; do
    if pid=$(any_pid_of "$name"); then
      say "stopping $name"
      stop_process "$name" "$(readlink "/proc/$pid/exe" | sed 's/ (deleted)$//')"
    fi
    rm -f "$RUN/$name.pid"
  done
  "$ROOT/scripts/cluster.sh" stop "$DIR/pg"
  rm -rf "/tmp/enlace-$(short_hash "$DIR")"
  rm -rf "/tmp/enlace-$(short_hash "$DIR/pg")"
}

status() {
  local name pid
  printf '%-12s %s\n' postgresql "$("$ROOT/scripts/cluster.sh" status "$DIR/pg")"
  for name in "${SERVICES[@]}" gateway; do
    if pid=$(any_pid_of "$name"); then
      printf '%-12s running, pid %s\n' "$name" "$pid"
    else
      printf '%-12s stopped\n' "$name"
    fi
  done
}

command=${1:-}
case $command in
start | stop | status | migrate | seed)
  parse "${@:2}"
  "$command"
  ;;
*) fail "stack" "a command is missing" "see the top of $0" ;;
esac
