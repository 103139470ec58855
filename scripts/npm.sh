#!/usr/bin/env bash
# Installs the npm packages of tests/openapi as its package-lock.json pins them, unless they are
# there: the linters of the OpenAPI documents and the TypeScript client's.
# Usage: scripts/npm.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

FOLDER=$ROOT/tests/openapi
STAMP=$FOLDER/node_modules/.installed

exec 8>"$FOLDER/.npm.lock"
flock 8
if ! cmp -s "$FOLDER/package-lock.json" "$STAMP"; then
  say "npm ci in tests/openapi (once)"
  (cd "$FOLDER" && npm ci --loglevel=error >&2) ||
    fail "npm ci" "npm could not install what tests/openapi/package-lock.json pins (see above)" \
      "check that npm reaches its registry"
  cp "$FOLDER/package-lock.json" "$STAMP"
fi
