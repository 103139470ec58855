#!/usr/bin/env bash
# Writes the google/api and google/rpc protos that our contracts import into build/googleapis,
# from the descriptors of the pinned Go modules. Does nothing when they are up to date.
# Usage: scripts/googleapis.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

TOOLS=$ROOT/scripts/tools/googleapis
OUT=$ROOT/build/googleapis

wanted() { cat "$TOOLS"/{go.mod,main.go} | sha256sum; }

write_protos() {
  say "writing google/api and google/rpc protos into build/googleapis"
  command -v go >/dev/null ||
    fail "google protos" "go is not on PATH" "run scripts/install-deps.sh, or install Go 1.24 or newer"
  (cd "$TOOLS" && go run . "$OUT") ||
    fail "google protos" "the Go program scripts/tools/googleapis failed (see above)" \
      "check that Go can reach its module proxy: go env GOPROXY"
  wanted >"$OUT/.made-from"
}

mkdir -p "$OUT"
exec 9>"$OUT/.lock"
flock 9
if ! wanted | cmp -s - "$OUT/.made-from"; then
  write_protos
fi
