#!/usr/bin/env bash
# Runs the workflows of docs/n8n in a real n8n against an Enlace of the tests. n8n is large (some
# 1,000 npm packages, several minutes, 2 GB): it is installed below build/n8n, and no part of
# `make test`, which replays the workflows without it.
# Usage: scripts/n8n.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

PINNED=$ROOT/tests/n8n/package.json
FOLDER=$ROOT/build/n8n

"$ROOT/scripts/build.sh" dev
if ! cmp -s "$PINNED" "$FOLDER/.installed"; then
  say "npm install of n8n (once, some minutes)"
  mkdir -p "$FOLDER"
  cp "$PINNED" "$FOLDER/package.json"
  (cd "$FOLDER" && npm install --no-audit --no-fund --loglevel=error >&2) ||
    fail "npm install of n8n" "npm could not install what tests/n8n/package.json pins (see above)" \
      "check that npm reaches its registry"
  cp "$PINNED" "$FOLDER/.installed"
fi
say "the workflows of docs/n8n in n8n"
cd "$ROOT/tests"
exec go test -tags n8n -count=1 -timeout 30m -v ./n8n
