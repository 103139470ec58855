#!/usr/bin/env bash
# Keeps a stack's PostgreSQL and processes alive until SIGTERM: what ended is started again, and what
# does not answer a new connection three times in a row is ended first. The wait before a start grows
# from 1 to 30 seconds, and is 1 again after a minute of life. LOG/supervisor.log says why, in JSON.
# Usage: scripts/supervise.sh DIR PRESET NAME…      by scripts/stack.sh alone, which gives it the lock
#        of scripts/supervisor.sh as file 9
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$ROOT/scripts/process.sh"
. "$ROOT/scripts/mail_sink.sh"
. "$ROOT/scripts/stack_config.sh"

DIR=$1 PRESET=$2
RUN=$DIR/run LOG=$DIR/log
PATH=$ROOT/build/tools:$PATH
LONGEST_WAIT=30 STEADY=60 PROBE_EVERY=5 MISSES=3
# More than any process takes to drain.
DRAIN=10

# record LEVEL PROCESS MESSAGE
record() {
  jq -cn --arg ts "$(date -u +%FT%T.%3NZ)" --arg level "$1" --arg process "$2" --arg msg "$3" \
    '{ts: $ts, level: $level, service: "supervisor", msg: $msg, process: $process}'
}

# recorded PROCESS COMMAND…: what the command says becomes lines of the log.
recorded() {
  "${@:2}" 2>&1 | while read -r line; do record info "$1" "$line"; done
}

stopping=''
# Not while its own supervisor is gone: nobody could stop it any more.
is_wanted() { [[ -z $stopping ]] && ! has_ended "$$"; }

# pause SECONDS: less, when a signal comes.
pause() {
  local end=$((SECONDS + $1))
  while ((SECONDS < end)) && is_wanted; do
    sleep 1 &
    wait $! || true
  done
}

postmaster_lives() {
  local pid=''
  read -r pid 2>/dev/null <"$PGDATA/postmaster.pid" || true
  [[ -n $pid ]] && ! has_ended "$pid"
}

lives() {
  if [[ $1 == postgresql ]]; then
    postmaster_lives
  else
    pid_of "$1" "$(program_of "$1")" >/dev/null
  fi
}

# What a probe says, and its exit code: 1 when an address is silent.
probe() {
  case $1 in
  postgresql | mailpit) ;;
  *)
    (
      set -a
      # shellcheck disable=SC1090
      . "$RUN/$1.env"
      exec "$ROOT/scripts/probe.sh" 2>&1
    )
    ;;
  esac
}

start_again() {
  if [[ $1 == postgresql ]]; then
    recorded "$1" "$ROOT/scripts/cluster.sh" start "$DIR/pg" ||
      record error "$1" "it can't be started"
  else
    start_process "$1" "$(program_of "$1")"
    record info "$1" "started with pid $(<"$RUN/$1.pid")"
  fi
}

keep_alive() {
  local name=$1 wait=1 misses=0 since=$SECONDS next=$((SECONDS + PROBE_EVERY)) why said code
  trap 'stopping=yes' TERM
  while is_wanted; do
    why=''
    if ! lives "$name"; then
      why="it ended"
    elif ((SECONDS >= next)); then
      code=0
      said=$(probe "$name") || code=$?
      if ((code == 0)); then misses=0; else record warning "$name" "$said"; fi
      if ((code == 1)); then misses=$((misses + 1)); fi
      if ((misses >= MISSES)); then why="it does not answer"; fi
      next=$((SECONDS + PROBE_EVERY))
    fi
    if [[ -z $why ]]; then
      pause 1
      continue
    fi
    if ((SECONDS - since >= STEADY)); then wait=1; fi
    record warning "$name" "$why: it is started again in $wait s"
    if ((misses >= MISSES)); then
      recorded "$name" stop_process "$name" "$(program_of "$name")" "$DRAIN"
    fi
    pause "$wait"
    if ! is_wanted; then break; fi
    start_again "$name"
    wait=$((wait * 2 > LONGEST_WAIT ? LONGEST_WAIT : wait * 2))
    misses=0 since=$SECONDS next=$((SECONDS + PROBE_EVERY))
  done
}

main() {
  local name loops=()
  # What fails once, for a full disk say, must not end the watch.
  set +e
  # shellcheck disable=SC1091
  . "$DIR/pg/cluster.env"
  record info supervisor "begins with postgresql $*"
  for name in postgresql "$@"; do
    keep_alive "$name" &
    loops+=($!)
  done
  # shellcheck disable=SC2064
  trap "kill -TERM ${loops[*]} 2>/dev/null" TERM
  # The first wait ends with the signal, the second with the loops.
  wait || true
  wait || true
  record info supervisor "ends"
}

# On one line: the shell reads no more of a file that an update changes meanwhile.
main "${@:3}"; exit
