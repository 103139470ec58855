# shellcheck shell=bash
# The supervisor of a stack: scripts/supervise.sh, known by RUN/supervisor.pid. As long as it, or
# anything that it began, can start a process, RUN/supervisor.lock is taken. The caller sets DIR,
# PRESET, RUN and LOG, and has sourced process.sh and stack_config.sh.

start_supervisor() {
  local names
  mapfile -t names < <(processes)
  "$ROOT/scripts/tool.sh" --path grpc-health-probe >/dev/null
  say "supervising ${names[*]}"
  exec 7>>"$RUN/supervisor.lock"
  flock 7
  setsid "$ROOT/scripts/supervise.sh" "$DIR" "$PRESET" "${names[@]}" \
    >>"$LOG/supervisor.log" 2>&1 </dev/null 9>&7 7>&- &
  echo $! >"$RUN/supervisor.pid"
  exec 7>&-
}

supervisor_pid() { pid_of supervisor "$(readlink -f "$BASH")"; }

supervisor_status() {
  local pid
  if pid=$(supervisor_pid); then echo "running, pid $pid"; else echo stopped; fi
}

# Returns when it can start nothing any more.
stop_supervisor() {
  local pid
  exec 7>>"$RUN/supervisor.lock"
  if ! flock -n 7; then
    say "stopping the supervisor"
    if pid=$(supervisor_pid); then kill -TERM "$pid" 2>/dev/null || true; fi
    flock -w 120 7 || fail "stopping the supervisor" "it does not end (pid ${pid:-unknown})" \
      "see $LOG/supervisor.log; end it: kill -KILL ${pid:-PID}"
  fi
  exec 7>&-
  rm -f "$RUN/supervisor.pid"
}
