#!/usr/bin/env bash
# Restores the newest state, or that of a moment, into a new stack beside the old one, and says what
# was lost. Nothing that is there is overwritten, and the old stack may run, or be gone but for its
# secrets, checkpoints and backups.
# Usage: scripts/restore.sh [--dir DIR] [--into DIR] [--to TIME] [--secrets DIR] [--checkpoints DIR]
#                           [--preset release|dev|asan|tsan]
#   --dir          the old stack (default .local)
#   --into         the new one (default .local-restored)
#   --to           with an offset: '2026-11-29 12:00:00+00'; default: as far as the archive goes
#   --secrets, --checkpoints   default: those of the old stack
# Environment: ENLACE_BACKUP_DIR: the repository (default: the old stack's).
# Exit code 3: it is restored, and the report says what was lost; 1: it is not, or a check failed.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$ROOT/scripts/pgbackrest.sh"
. "$ROOT/scripts/process.sh"
. "$ROOT/scripts/mail_sink.sh"
. "$ROOT/scripts/stack_config.sh"
. "$ROOT/scripts/restore_report.sh"

OLD=$ROOT/.local DIR=$ROOT/.local-restored TO='' FROM_SECRETS='' FROM_CHECKPOINTS='' PRESET=release
# What no restore can make anew: without one of them it would be worth little.
NEEDED=(backup.pass kms.keys data.keys pepper token.keys checkpoint.keys)

parse() {
  while (($#)); do
    case $1 in
    --dir) OLD=$2 && shift ;;
    --into) DIR=$2 && shift ;;
    --to) TO=$2 && shift ;;
    --secrets) FROM_SECRETS=$2 && shift ;;
    --checkpoints) FROM_CHECKPOINTS=$2 && shift ;;
    --preset) PRESET=$2 && shift ;;
    *) fail "restore" "unknown argument $1" "see the top of $0" ;;
    esac
    shift
  done
  OLD=$(realpath -m "$OLD") DIR=$(realpath -m "$DIR")
  FROM_SECRETS=$(realpath -m "${FROM_SECRETS:-$OLD/secrets}")
  FROM_CHECKPOINTS=$(realpath -m "${FROM_CHECKPOINTS:-$OLD/checkpoints}")
  RUN=$DIR/run LOG=$DIR/log SECRETS=$DIR/secrets CHECKPOINTS=$DIR/checkpoints SOCKETS=$DIR
}

check_arguments() {
  local name moment
  [[ ! -e $DIR/pg ]] ||
    fail "restore" "there is a stack in $DIR" "choose another folder by INTO=…, or remove that one"
  if [[ -n $TO ]]; then
    if ! moment=$(date -u -d "$TO" '+%Y-%m-%d %H:%M:%S.%6N+00' 2>/dev/null) ||
      [[ ! $TO =~ [0-9]:[0-9.:]+\ ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)$ ]]; then
      fail "restore" "'$TO' is no moment with an offset" "TO='2026-11-29 12:00:00+00'"
    fi
    TO=$moment
  fi
  for name in "${NEEDED[@]}"; do
    [[ -s $FROM_SECRETS/$name ]] ||
      fail "restore" "$FROM_SECRETS/$name is missing" \
        "get your copy of the secrets and name its folder: SECRETS=…"
  done
  REPOSITORY=$(repository_of "$OLD")
  [[ -d $REPOSITORY ]] ||
    fail "restore" "there are no backups in $REPOSITORY" "name their folder: ENLACE_BACKUP_DIR=…"
  for name in enlace-audit enlace-audit-verify; do
    [[ -x $ROOT/build/$PRESET/services/audit/$name ]] ||
      fail "restore" "$name is not built" "scripts/build.sh $PRESET"
  done
}

copy_secrets() {
  mkdir -p "$DIR" "$RUN" "$LOG" "$CHECKPOINTS"
  (umask 077 && mkdir -p "$SECRETS")
  # Not its certificates: the new stack has an authority of its own.
  find "$FROM_SECRETS" -maxdepth 1 -type f -exec cp -p -t "$SECRETS" {} +
  chmod 0700 "$SECRETS" "$CHECKPOINTS"
  if compgen -G "$FROM_CHECKPOINTS/*.checkpoints" >/dev/null; then
    cp -p "$FROM_CHECKPOINTS"/*.checkpoints "$CHECKPOINTS/"
  fi
  if compgen -G "$FROM_CHECKPOINTS/*.lost" >/dev/null; then
    cp -p "$FROM_CHECKPOINTS"/*.lost "$CHECKPOINTS/"
  fi
}

# The new cluster writes no WAL into the old one's archive.
restore_files() {
  local target=(--type=default)
  if [[ -n $TO ]]; then target=(--type=time --target="$TO" --target-action=promote); fi
  "$CLUSTER" prepare "$DIR/pg"
  configure_pgbackrest "$DIR" "$REPOSITORY" "$SECRETS/backup.pass"
  say "restoring from $REPOSITORY${TO:+ to $TO}"
  pgbackrest_of "$DIR" restore "${target[@]}" --archive-mode=off >&2 ||
    fail "restore" "pgBackRest failed (see above)" \
      "a moment before the oldest backup can't be reached; the pass phrase is $FROM_SECRETS/backup.pass"
  "$CLUSTER" adopt "$DIR/pg"
}

is_promoted() { [[ $(sql postgres -c 'SELECT pg_is_in_recovery()' 2>/dev/null) == f ]]; }
replay_is_over() { is_promoted || [[ $("$CLUSTER" status "$DIR/pg") == stopped ]]; }

# PostgreSQL has started as soon as it can be read; it goes on replaying after that.
replay() {
  local limit=${ENLACE_START_SECONDS:-86400} log
  local hint="'recovery ended before configured recovery target was reached': the archive ends earlier, leave TO away"
  say "replaying WAL"
  ENLACE_START_SECONDS=$limit "$CLUSTER" start "$DIR/pg" ||
    fail "replaying WAL" "PostgreSQL did not start (see above)" "$hint"
  log=$(home_of "$DIR")/server.log
  wait_until "$limit" replay_is_over || fail "replaying WAL" "it is not over after $limit s" "see $log"
  is_promoted || fail "replaying WAL" "PostgreSQL ended: $(as_server "$DIR" tail -3 "$log")" "$hint"
  LAST_COMMIT=$(sql postgres -c \
    "SELECT coalesce(date_trunc('milliseconds', pg_last_xact_replay_timestamp())::text, 'that of the backup')")
}

# sql DATABASE ARGUMENT…
sql() { "$CLUSTER" psql "$DIR/pg" -d "$1" -v ON_ERROR_STOP=1 -At "${@:2}"; }

parse "$@"
check_arguments
"$ROOT/scripts/install-deps.sh" run backup
copy_secrets
restore_files
replay
# A program that is newer than the backup needs its migrations.
"$ROOT/scripts/stack.sh" migrate --dir "$DIR" --preset "$PRESET"
# shellcheck disable=SC1091
. "$DIR/pg/cluster.env"
check_and_report
