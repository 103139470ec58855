#!/usr/bin/env bash
# A private PostgreSQL cluster with the installed server; no other cluster is ever touched.
# As root the server runs as the user postgres, because PostgreSQL refuses root.
# Usage: scripts/cluster.sh create DIR [--trust]   makes it; --trust: for tests, no passwords
#        scripts/cluster.sh start DIR              starts it when it is down
#        scripts/cluster.sh stop DIR
#        scripts/cluster.sh destroy DIR            stops it and removes its data
#        scripts/cluster.sh status DIR             prints "running" or "stopped"
#        scripts/cluster.sh psql DIR ARGUMENT…     psql as the cluster's superuser
#        scripts/cluster.sh as DIR COMMAND…        runs a command as the server's own user
#        scripts/cluster.sh prepare DIR            an empty data folder, for a restore
#        scripts/cluster.sh adopt DIR              lets in this machine's users after a restore
# DIR/cluster.env then says PGDATA, PGHOST (socket folder), PGPORT (also on loopback, but for
# --trust) and PG_LOG. ENLACE_START_SECONDS: how long a start may take (60); a restore replays WAL.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$ROOT/scripts/runtime_dir.sh"

MINIMUM=15

server_user() { if ((EUID == 0)); then echo postgres; else id -un; fi; }

as_server() {
  if ((EUID == 0)); then
    (cd / && runuser -u postgres -- "$@")
  else
    "$@"
  fi
}

# The folder of the newest installed server, or of the version that made the data folder $1.
server_bin() {
  local version
  if [[ -n ${1:-} ]] && as_server test -f "$1/PG_VERSION"; then
    version=$(as_server cat "$1/PG_VERSION")
  else
    version=$(find /usr/lib/postgresql -mindepth 1 -maxdepth 1 -printf '%f\n' 2>/dev/null |
      sort -n | tail -1)
  fi
  [[ -n $version && $version -ge $MINIMUM && -x /usr/lib/postgresql/$version/bin/initdb ]] ||
    fail "PostgreSQL" "no server of version $MINIMUM or newer is installed" \
      "run scripts/install-deps.sh"
  echo "/usr/lib/postgresql/$version/bin"
}

# Where the data can live: in DIR itself, or in /var/tmp when the server's user can't get there.
choose_data() {
  local dir=$1 base
  base=$dir
  mkdir -p "$base"
  if ! as_server test -x "$base"; then
    base=/var/tmp/enlace-$(short_hash "$dir")
    note "$(server_user) can't reach $dir: the data is kept in $base"
    mkdir -p "$base"
    chmod 0711 "$base"
  fi
  mkdir -p "$base/server"
  chmod 0700 "$base/server"
  if ((EUID == 0)); then chown postgres: "$base/server"; fi
  echo "$base/server"
}

write_access_rules() {
  local data=$1 mode=$2
  if [[ $mode == --trust ]]; then
    echo 'local all all trust' | as_server tee "$data/pg_hba.conf" >/dev/null
    return
  fi
  as_server tee "$data/pg_hba.conf" >/dev/null <<'RULES'
local all postgres peer map=admin
local all all scram-sha-256
host all postgres all reject
host all all 127.0.0.1/32 scram-sha-256
RULES
  echo "admin $(server_user) postgres" | as_server tee "$data/pg_ident.conf" >/dev/null
}

# write_env DIR HOME MODE
write_env() {
  printf 'PGDATA=%q\nPG_LOG=%q\nPG_MODE=%q\n' "$2/data" "$2/server.log" "$3" >"$1/cluster.env"
}

# refuse_data DIR HOME: data that DIR says nothing of may be somebody's, and may be in use.
refuse_data() {
  as_server test -e "$2/data/PG_VERSION" || return 0
  fail "PostgreSQL" "there is data in $2/data, and no $1/cluster.env that tells whose" \
    "move $2 away; if nobody needs it, and no server runs on it, remove it"
}

create() {
  local dir=$1 mode=${2:-} home bin data
  if [[ -f $dir/cluster.env ]]; then return; fi
  say "making a private PostgreSQL cluster for $dir"
  bin=$(server_bin)
  home=$(choose_data "$dir")
  if [[ $mode != --trust ]]; then refuse_data "$dir" "$home"; fi
  # Under another name until it is whole.
  data=$home/data.new
  as_server rm -rf "$data" "$home/data"
  as_server "$bin/initdb" -D "$data" -U postgres -E UTF8 --locale=C.UTF-8 \
    --data-checksums --auth=reject >"$dir/initdb.log" 2>&1 ||
    fail "initdb" "$(tail -3 "$dir/initdb.log")" "see $dir/initdb.log"
  write_access_rules "$data" "$mode"
  as_server tee -a "$data/postgresql.conf" >/dev/null <"$ROOT/deploy/postgres/enlace.conf"
  if [[ $mode == --trust ]]; then
    # Only tests use it: losing it at a crash of the machine costs nothing.
    printf 'fsync = off\nfull_page_writes = off\nlisten_addresses = %s\n' "''" |
      as_server tee -a "$data/postgresql.conf" >/dev/null
  fi
  as_server mv "$data" "$home/data"
  write_env "$dir" "$home" "$mode"
}

prepare() {
  local dir=$1 home
  [[ ! -f $dir/cluster.env ]] ||
    fail "PostgreSQL" "there is a cluster in $dir" "choose another folder: nothing is overwritten"
  home=$(choose_data "$dir")
  refuse_data "$dir" "$home"
  as_server rm -rf "$home/data"
  as_server mkdir -m 0700 "$home/data"
  write_env "$dir" "$home" ''
}

# A restored cluster knows the users of the machine that it was backed up on.
adopt() {
  read_env "$1"
  write_access_rules "$PGDATA" "$PG_MODE"
}

read_env() {
  unset PGPORT
  [[ -f $1/cluster.env ]] ||
    fail "PostgreSQL" "there is no cluster in $1" "make it: scripts/cluster.sh create $1"
  # shellcheck disable=SC1091
  . "$1/cluster.env"
}

is_running() {
  as_server "$(server_bin "$PGDATA")/pg_ctl" -D "$PGDATA" status >/dev/null 2>&1
}

start() {
  local dir=$1 sockets port address
  read_env "$dir"
  if is_running; then return; fi
  say "starting PostgreSQL"
  sockets=$(runtime_dir "$dir")/pg
  mkdir -p "$sockets"
  if ((EUID == 0)); then chown postgres: "$sockets"; fi
  chmod 0700 "$sockets"
  port=${PGPORT:-5433}
  if port_is_taken "$port"; then port=$(free_port 5433); fi
  address=127.0.0.1
  if [[ $PG_MODE == --trust ]]; then address=''; fi
  as_server "$(server_bin "$PGDATA")/pg_ctl" -D "$PGDATA" -l "$PG_LOG" -w \
    -t "${ENLACE_START_SECONDS:-60}" -s \
    -o "-k '$sockets' -p $port -c listen_addresses='$address'" start >/dev/null 9>&- ||
    fail "starting PostgreSQL" "$(as_server tail -5 "$PG_LOG")" "see $PG_LOG"
  printf 'PGDATA=%q\nPG_LOG=%q\nPG_MODE=%q\nPGHOST=%q\nPGPORT=%q\n' \
    "$PGDATA" "$PG_LOG" "$PG_MODE" "$sockets" "$port" >"$dir/cluster.env"
  note "socket $sockets, port $port"
}

stop() {
  [[ -f $1/cluster.env ]] || return 0
  read_env "$1"
  if is_running; then
    say "stopping PostgreSQL"
    as_server "$(server_bin "$PGDATA")/pg_ctl" -D "$PGDATA" -m fast -w -t 60 -s stop
  fi
  rm -rf "/tmp/enlace-$(short_hash "$1")"
}

destroy() {
  [[ -f $1/cluster.env ]] || return 0
  stop "$1"
  read_env "$1"
  [[ $PGDATA == */server/data ]] && rm -rf "${PGDATA%/data}"
  # Where the data was kept elsewhere.
  rmdir "${PGDATA%/server/data}" 2>/dev/null || true
  rm -rf "$1"
}

status() {
  if [[ -f $1/cluster.env ]] && read_env "$1" && is_running; then echo running; else echo stopped; fi
}

admin_psql() {
  read_env "$1"
  PGHOST=$PGHOST PGPORT=$PGPORT PGUSER=postgres as_server psql -X -q "${@:2}"
}

as() {
  read_env "$1"
  PGHOST=${PGHOST:-} PGPORT=${PGPORT:-} PGUSER=postgres as_server "${@:2}"
}

[[ $# -ge 2 ]] || fail "cluster" "a command and a folder are needed" "see the top of $0"
command=$1
dir=$(mkdir -p "$2" && cd "$2" && pwd)
case $command in
create) create "$dir" "${3:-}" ;;
start) start "$dir" ;;
stop) stop "$dir" ;;
destroy) destroy "$dir" ;;
status) status "$dir" ;;
psql) admin_psql "$dir" "${@:3}" ;;
as) as "$dir" "${@:3}" ;;
prepare) prepare "$dir" ;;
adopt) adopt "$dir" ;;
*) fail "cluster" "unknown command $command" "see the top of $0" ;;
esac
