# shellcheck shell=bash
# pgBackRest on a stack's cluster. It runs as the server's own user, who may not get into a stack's
# folder: configuration and locks are beside the data. Sourced after lib.sh.

STANZA=enlace
CLUSTER=$ROOT/scripts/cluster.sh

# How long a backup is kept, in days.
backup_days() {
  local days=${ENLACE_BACKUP_DAYS:-14}
  [[ $days =~ ^[1-9][0-9]{0,3}$ ]] ||
    fail "ENLACE_BACKUP_DAYS" "'$days' is no number of days from 1 to 9999" "ENLACE_BACKUP_DAYS=14"
  echo "$days"
}

# repository_of STACK: where its backups are.
repository_of() {
  local path=${ENLACE_BACKUP_DIR:-}
  if [[ -z $path ]]; then
    path=$1/backup
    # A server that can't get into the stack's folder has its data elsewhere, and its backups too.
    if [[ -f $1/pg/cluster.env ]]; then
      local PGDATA=''
      # shellcheck disable=SC1091
      . "$1/pg/cluster.env"
      if [[ $PGDATA != "$1"/* ]]; then path=${PGDATA%/server/data}/backup; fi
    elif [[ ! -d $path && -d /var/tmp/enlace-$(short_hash "$1/pg")/backup ]]; then
      path=/var/tmp/enlace-$(short_hash "$1/pg")/backup
    fi
  fi
  [[ $path == /* ]] ||
    fail "ENLACE_BACKUP_DIR" "'$path' is no absolute path" "name the folder from / on"
  echo "$path"
}

# as_server STACK COMMAND…
as_server() { "$CLUSTER" as "$1/pg" "${@:2}"; }

# home_of STACK: the folder of the server's data, configuration and log.
home_of() {
  local PGDATA=''
  # shellcheck disable=SC1091
  . "$1/pg/cluster.env"
  echo "${PGDATA%/data}"
}

# configure_pgbackrest STACK REPOSITORY PASSFILE: for the cluster of STACK. The pass phrase reaches
# the file through a pipe.
configure_pgbackrest() {
  local home days PGHOST='' PGPORT=5432
  home=$(home_of "$1")
  days=$(backup_days)
  # shellcheck disable=SC1091
  . "$1/pg/cluster.env"
  {
    echo '[global]'
    echo "repo1-path=$2"
    echo 'repo1-cipher-type=aes-256-cbc'
    echo "repo1-cipher-pass=$(<"$3")"
    # Hundreds of small files of a database are one in the repository.
    echo 'repo1-bundle=y'
    echo 'repo1-retention-full-type=time'
    echo "repo1-retention-full=$days"
    echo 'compress-type=zst'
    echo 'start-fast=y'
    echo "lock-path=$home/pgbackrest.lock"
    echo 'log-level-file=off'
    echo 'log-level-console=off'
    echo 'log-level-stderr=warn'
    echo 'log-timestamp=n'
    echo "[$STANZA]"
    echo "pg1-path=$home/data"
    if [[ -n $PGHOST ]]; then
      echo "pg1-socket-path=$PGHOST"
      echo "pg1-port=$PGPORT"
      echo 'pg1-user=postgres'
    fi
  } | as_server "$1" sh -c "umask 077 && cat >'$home/pgbackrest.new'"
  as_server "$1" mv "$home/pgbackrest.new" "$home/pgbackrest.conf"
}

# pgbackrest_of STACK ARGUMENT…
pgbackrest_of() {
  as_server "$1" pgbackrest --config="$(home_of "$1")/pgbackrest.conf" --stanza="$STANZA" "${@:2}"
}
