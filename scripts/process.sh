# shellcheck shell=bash
# Processes of a stack, known by RUN/<name>.pid, RUN/<name>.env and LOG/<name>.log.
# The caller sets RUN and LOG.

# pid_of NAME PROGRAM: prints the pid when it still runs that program, and for this stack: after a
# restart of the machine the number may be that of another stack's process.
pid_of() {
  local pid exe run
  [[ -f $RUN/$1.pid ]] || return 1
  pid=$(<"$RUN/$1.pid")
  exe=$(readlink "/proc/$pid/exe" 2>/dev/null) || return 1
  [[ ${exe% (deleted)} == "$2" ]] || return 1
  run=$(grep -az '^ENLACE_RUN=' "/proc/$pid/environ" 2>/dev/null | tr -d '\0') || run=''
  [[ -z $run || $run == "ENLACE_RUN=$RUN" ]] || return 1
  echo "$pid"
}

# is_up_to_date NAME PROGRAM: true when it runs with the configuration in RUN/NAME.env.new, and
# with the program that is on disk.
is_up_to_date() {
  pid_of "$1" "$2" >/dev/null && cmp -s "$RUN/$1.env" "$RUN/$1.env.new" &&
    [[ ! $2 -nt $RUN/$1.pid ]]
}

# ensure_process NAME PROGRAM: (re)starts it unless it is up to date.
ensure_process() {
  local name=$1 program=$2
  if is_up_to_date "$name" "$program"; then
    rm "$RUN/$name.env.new"
    return
  fi
  stop_process "$name" "$program"
  mv "$RUN/$name.env.new" "$RUN/$name.env"
  start_process "$name" "$program"
  note "$name: pid $(<"$RUN/$name.pid")"
}

# start_process NAME PROGRAM: with the configuration in RUN/NAME.env; returns once it runs, or ended.
start_process() {
  local name=$1 program=$2
  (
    raise_file_limit
    set -a
    # shellcheck disable=SC1090
    . "$RUN/$name.env"
    export ENLACE_RUN=$RUN
    exec setsid "$program" >>"$LOG/$name.log" 2>&1 </dev/null 9>&-
  ) &
  echo $! >"$RUN/$name.pid"
  # No line of the shell's own when it is killed.
  disown $!
  # Before its exec it is a shell, which nobody may take for a dead service.
  wait_until 10 has_begun "$name" "$program" || true
}

# True when it runs its program, or has ended already.
has_begun() { pid_of "$1" "$2" >/dev/null || has_ended "$(<"$RUN/$1.pid")"; }

# One process that runs out of files can leave a gRPC listener deaf while it lives.
raise_file_limit() {
  local most
  most=$(ulimit -Hn)
  if [[ $most == unlimited ]] || ((most > 65536)); then most=65536; fi
  ulimit -Sn "$most"
}

# stop_process NAME PROGRAM [SECONDS]: SIGTERM, 15 seconds to drain, then SIGKILL.
stop_process() {
  local pid limit=${3:-15}
  if pid=$(pid_of "$1" "$2"); then
    kill -TERM "$pid" 2>/dev/null || true
    if ! wait_until "$limit" has_ended "$pid"; then
      note "$1 did not end within $limit s: killing it"
      kill -KILL "$pid" 2>/dev/null || true
      wait_until 5 has_ended "$pid" || true
    fi
  fi
  rm -f "$RUN/$1.pid"
}

# True when the process is gone, or a zombie that only its parent can clear away.
has_ended() {
  local stat=''
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
  [[ ${stat##*') '} == Z* ]]
}
