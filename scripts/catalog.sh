#!/usr/bin/env bash
# Loads a full official list of codes from a CSV file: all of it, or nothing when a line is wrong.
# Running services see it within seconds. See docs/catalogs.md for the file.
# Usage: scripts/catalog.sh NAME FILE [--dir DIR] [--from DAY] [--check] [--force]
#   NAME     document-types, genders, gender-identities, modalities or eps
#   --dir    the folder of the stack (default .local); its databases are changed
#   --from   the day from which the list holds, YYYY-MM-DD (default today in Colombia)
#   --check  says what would change
#   --force  loads a list that ends more than half of the codes
# Environment: ENLACE_CATALOG_DATABASES: libpq strings of owner roles, one a line, for databases
# elsewhere.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

NAME='' FILE='' DIR=$ROOT/.local OPTIONS=()
while (($#)); do
  case $1 in
  --dir) DIR=$2 && shift ;;
  --from) OPTIONS+=(-from "$2") && shift ;;
  --check) OPTIONS+=(-check) ;;
  --force) OPTIONS+=(-force) ;;
  -*) fail "catalog" "unknown argument $1" "see the top of $0" ;;
  *) if [[ -z $NAME ]]; then NAME=$1; else FILE=$1; fi ;;
  esac
  shift
done
[[ -n $NAME && -n $FILE ]] || fail "catalog" "a name and a file are needed" \
  "make catalog NAME=eps FILE=eps.csv"
[[ -r $FILE ]] || fail "catalog" "$FILE can't be read" "check the path"
FILE=$(realpath "$FILE")

# One libpq string a line.
databases() {
  if [[ -n ${ENLACE_CATALOG_DATABASES:-} ]]; then
    echo "$ENLACE_CATALOG_DATABASES"
    return
  fi
  [[ -f $DIR/pg/cluster.env ]] || fail "catalog" "there is no stack in $DIR" "start it: make up"
  # shellcheck disable=SC1091
  . "$DIR/pg/cluster.env"
  local service passfile
  passfile=$(realpath "$DIR")/secrets/pgpass
  for service in patient appointment; do
    echo "host=$PGHOST port=$PGPORT user=enlace_${service}_owner dbname=enlace_$service" \
      "passfile='$passfile'"
  done
}

command -v go >/dev/null || fail "catalog" "go is not on PATH" "run scripts/install-deps.sh"
found=$(databases)
mapfile -t DATABASES <<<"$found"
say "loading $NAME"
mkdir -p "$ROOT/build/tools"
(cd "$ROOT/scripts/tools/catalog" && go build -o "$ROOT/build/tools/catalog" .) ||
  fail "catalog" "its program did not build (see above)" "check that Go reaches its module proxy"
"$ROOT/build/tools/catalog" "${OPTIONS[@]}" "$NAME" "$FILE" "${DATABASES[@]}" ||
  fail "loading $NAME" "see above" "mend the file, and repeat the command"
