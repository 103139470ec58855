#!/usr/bin/env bash
# Backs up the cluster of a running stack, encrypted, with pgBackRest. The first backup also turns
# on the archive of WAL, for which PostgreSQL is restarted once: services reconnect by themselves.
# What changed since the last backup is copied; everything, when the last whole one is a week old.
# Usage: scripts/backup.sh --dir DIR [--full | --metrics]
#        --metrics   backs nothing up: writes how the last backup and the archive of WAL are to
#                    ENLACE_TEXTFILE_DIR/enlace_backup.prom, for node_exporter's textfile collector
# Environment: ENLACE_BACKUP_DIR: the repository, an absolute path (default DIR/backup);
# ENLACE_BACKUP_DAYS: how long backups are kept (14). The pass phrase is DIR/secrets/backup.pass.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$ROOT/scripts/pgbackrest.sh"

DIR='' FULL=no METRICS=no
# The newest change that a broken disk can cost.
ARCHIVE_SECONDS=60
WEEK=$((7 * 24 * 3600))

parse() {
  while (($#)); do
    case $1 in
    --dir) DIR=$2 && shift ;;
    --full) FULL=yes ;;
    --metrics) METRICS=yes ;;
    *) fail "backup" "unknown argument $1" "see the top of $0" ;;
    esac
    shift
  done
  [[ -n $DIR && -d $DIR ]] || fail "backup" "there is no stack in '$DIR'" "start it: make up"
  DIR=$(cd "$DIR" && pwd)
  if [[ $METRICS == yes && ! -w ${ENLACE_TEXTFILE_DIR:-} ]]; then
    fail "metrics of the backup" "ENLACE_TEXTFILE_DIR ('${ENLACE_TEXTFILE_DIR:-}') is no folder that can be written to" \
      "set it to the folder of node_exporter's --collector.textfile.directory"
  fi
  [[ $("$CLUSTER" status "$DIR/pg") == running ]] ||
    fail "backup" "PostgreSQL of $DIR does not run" "start it: make up"
}

sql() { "$CLUSTER" psql "$DIR/pg" -d postgres -v ON_ERROR_STOP=1 -At "$@"; }

prepare_repository() {
  "$ROOT/scripts/secrets.sh" "$DIR/secrets"
  mkdir -p "$REPOSITORY"
  # What others have put something into keeps its owner and its rights.
  if [[ -z $(ls -A "$REPOSITORY") ]]; then
    if ((EUID == 0)); then chown postgres: "$REPOSITORY"; fi
    chmod 0700 "$REPOSITORY"
  fi
  as_server "$DIR" test -w "$REPOSITORY" ||
    fail "backup" "the server's user can't write to $REPOSITORY" \
      "choose another ENLACE_BACKUP_DIR, such as a new folder in that one"
  configure_pgbackrest "$DIR" "$REPOSITORY" "$DIR/secrets/backup.pass"
}

archive_wal() {
  local command
  command="pgbackrest --config=\"$(home_of "$DIR")/pgbackrest.conf\" --stanza=$STANZA archive-push \"%p\""
  pgbackrest_of "$DIR" stanza-create >&2 ||
    fail "backup" "pgBackRest does not take $REPOSITORY (see above)" \
      "if another cluster or pass phrase made it, move it away or set ENLACE_BACKUP_DIR"
  if [[ $(sql -c 'SHOW archive_mode') == on && $(sql -c 'SHOW archive_command') == "$command" ]]; then
    return
  fi
  sql -v command="$command" -v seconds="$ARCHIVE_SECONDS" -f - <<'SQL'
ALTER SYSTEM SET archive_command = :'command';
ALTER SYSTEM SET archive_timeout = :'seconds';
ALTER SYSTEM SET archive_mode = on;
SELECT pg_reload_conf() \g /dev/null
SQL
  if [[ $(sql -c 'SHOW archive_mode') != on ]]; then
    say "turning on the archive of WAL: PostgreSQL is restarted, this once"
    "$CLUSTER" stop "$DIR/pg"
    "$CLUSTER" start "$DIR/pg"
    configure_pgbackrest "$DIR" "$REPOSITORY" "$DIR/secrets/backup.pass"
  fi
}

information() { pgbackrest_of "$DIR" info --output=json | jq '.[0]'; }

# full, or incr while a whole one of this week is there.
kind() {
  local last
  last=$(information | jq '[.backup[] | select(.type == "full") | .timestamp.stop] | max // 0')
  if [[ $FULL == yes ]] || ((EPOCHSECONDS - last >= WEEK)); then echo full; else echo incr; fi
}

mib() { jq -n "$1 / 1048576 * 10 | round / 10"; }

report() {
  local info seconds=$1
  info=$(information)
  get() { jq -r "$1" <<<"$info"; }
  say "backup $(get '.backup[-1].label') ($(get '.backup[-1].type'))"
  note "where: $REPOSITORY, encrypted (AES-256), kept for $(backup_days) days"
  note "size: $(mib "$(get '.backup[-1].info.size')") MiB of data," \
    "$(mib "$(get '.backup[-1].info.repository.delta')") MiB written; took $seconds s"
  note "newest archived WAL: $(get '.archive[-1].max')," \
    "at $(sql -c "SELECT date_trunc('second', last_archived_time) FROM pg_stat_archiver")"
  note "restorable from: $(get '.backup[0].timestamp.stop | todate'), to any moment since"
  note "NOT in the backup, keep copies elsewhere: $DIR/secrets (without kms.keys, data.keys, pepper"
  note "and backup.pass nothing of it opens) and $DIR/checkpoints"
}

# Whole or not at all: node_exporter may read at any moment.
write_metrics() {
  local file=$ENLACE_TEXTFILE_DIR/enlace_backup.prom last failed waiting
  [[ -f $(home_of "$DIR")/pgbackrest.conf ]] ||
    fail "metrics of the backup" "nothing was backed up yet" "make backup"
  last=$(information | jq '[.backup[].timestamp.stop] | max // 0')
  failed=$(sql -c 'SELECT failed_count FROM pg_stat_archiver')
  waiting=$(sql -c "SELECT count(*) FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready'")
  metric() { printf '# HELP %s %s\n# TYPE %s %s\n%s %s\n' "$1" "$3" "$1" "$2" "$1" "$4"; }
  {
    metric enlace_backup_last_success_timestamp_seconds gauge "When the last backup ended; 0: there is none." "$last"
    metric enlace_wal_archive_failures_total counter "Attempts to archive a segment of WAL that failed." "$failed"
    metric enlace_wal_unarchived_segments gauge "Segments of WAL that wait for being archived." "$waiting"
  } >"$file.$$"
  chmod 0644 "$file.$$"
  mv "$file.$$" "$file"
}

parse "$@"
# A backup that is under way is not waited for.
if [[ $METRICS == yes ]]; then
  write_metrics
  exit
fi
"$ROOT/scripts/install-deps.sh" run backup
exec 9>"$DIR/.backup.lock"
flock 9
REPOSITORY=$(repository_of "$DIR")
prepare_repository
archive_wal
type=$(kind)
begin=$EPOCHSECONDS
say "backing up ($type)"
pgbackrest_of "$DIR" backup --type="$type" >&2 9>&- ||
  fail "backup" "pgBackRest failed (see above)" "mend what it names; older backups stay as they are"
report $((EPOCHSECONDS - begin))
if [[ -n ${ENLACE_TEXTFILE_DIR:-} ]]; then write_metrics; fi
