#!/usr/bin/env bash
# Looks for known vulnerabilities in what the Go code calls. Apart from `make lint`, because it asks
# Go's vulnerability database, which a machine without the internet does not reach.
# Usage: scripts/vulncheck.sh     GOVULNDB: another address of the database, or file:///folder
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$ROOT"
scripts/install-deps.sh build
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for folder in gateway tests scripts/tools/catalog scripts/tools/alerts scripts/tools/googleapis; do
  say "govulncheck in $folder"
  if (cd "$folder" && "$ROOT/scripts/tool.sh" govulncheck ./...) >"$log" 2>&1; then continue; fi
  cat "$log" >&2
  if grep -q 'fetching vulnerabilities' "$log"; then
    fail "govulncheck" "the database can't be reached (see above)" \
      "repeat it where the internet is reached, or set GOVULNDB to a copy of the database"
  fi
  fail "govulncheck in $folder" "the vulnerabilities above are reached by our code" \
    "go get the fixed version that it names, then go mod tidy"
done
say "no known vulnerability is reached"
