#!/usr/bin/env bash
# Makes the services' roles and databases, or brings them up to date.
# Usage: scripts/roles.sh PSQL…     PSQL: the command that runs psql as a superuser
# Environment: ENLACE_PASSFILE: a libpq password file with a line per role, absent: no passwords;
# ENLACE_DATABASE_PREFIX (default enlace_); ENLACE_SERVICES (default: all four). Passwords never stand on a command line.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

PREFIX=${ENLACE_DATABASE_PREFIX:-enlace_}

# {"role":"password",…} of the password file's enlace_ roles.
passwords() {
  if [[ -z ${ENLACE_PASSFILE:-} ]]; then
    echo '{}'
  else
    jq -Rn '[inputs | split(":") | select(.[3] | startswith("enlace_")) | {(.[3]): .[4]}] | add' \
      <"$ENLACE_PASSFILE"
  fi
}

[[ $# -ge 1 ]] || fail "roles" "no psql command given" "see the top of $0"
say "making roles and databases"
ENLACE_ROLE_PASSWORDS=$(passwords)
export ENLACE_ROLE_PASSWORDS
"$@" -v ON_ERROR_STOP=1 -d postgres -f - <"$ROOT/deploy/postgres/roles.sql" >&2 ||
  fail "roles" "deploy/postgres/roles.sql failed (see above)" "see the server's log"
for service in ${ENLACE_SERVICES:-auth patient appointment audit}; do
  "$@" -d postgres -v service="$service" -v database="$PREFIX$service" -f - \
    <"$ROOT/deploy/postgres/database.sql" >&2 ||
    fail "database $PREFIX$service" "deploy/postgres/database.sql failed (see above)" \
      "see the server's log"
done
