#!/usr/bin/env bash
# The rules of tenant isolation (deploy/postgres/catalog_lint.sql) on a service's database: prints
# one line for each violation, nothing when all hold. The C++ tests check the same on new databases.
# Usage: scripts/catalog_lint.sh SERVICE PSQL…    PSQL: the command that runs psql on the database
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

RULES=$ROOT/deploy/postgres

# names MEMBER: as PostgreSQL writes an array of texts.
names() {
  jq -er --arg service "$SERVICE" --arg member "$1" '"{" + (.[$service][$member] | join(",")) + "}"' \
    "$RULES/catalog_allowances.json"
}

[[ $# -ge 2 ]] || fail "catalog lint" "a service and a psql command are needed" "see the top of $0"
SERVICE=$1
shift
tables=$(names tablesWithoutTenant) functions=$(names definerFunctions) letterboxes=$(names letterboxes)
{
  echo 'PREPARE lint (text, text[], text[], text[]) AS'
  cat "$RULES/catalog_lint.sql"
  echo ';'
  echo "EXECUTE lint ('enlace_${SERVICE}_runtime', '$tables', '$functions', '$letterboxes');"
} | "$@" -v ON_ERROR_STOP=1 -At -f -
