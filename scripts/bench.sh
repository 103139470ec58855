#!/usr/bin/env bash
# Builds the release, the load client and the bare gateway, and measures Enlace beside pgbench.
# Usage: scripts/bench.sh [--quick] [--only NAME,…] [--keep]
#        scripts/bench.sh --scale [--quick] [--keep]    how cost grows with the data
#        --only: some of echo refuse read get lookup filter list create book, rest-get rest-create
#        rest-list, idle; --keep: leaves Enlace running in build/bench/stack
# Figures: build/bench/bench.json, build/bench/bench.svg. The seeded data set is kept in
# build/bench/stack for the next run. With --scale: build/bench/scale.json and scale.svg; the data,
# up to 12 GB, is removed afterwards.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$ROOT/scripts/build.sh" release
say "building the load client"
(cd "$ROOT" && cmake --build build/release --target enlace-bench-client >&2) ||
  fail "building the load client" "the compiler refused something (see above)" "mend the file it names"
mkdir -p "$ROOT/build/bench"
for program in . ./baregateway; do
  (cd "$ROOT/tests/bench" && go build -o "$ROOT/build/bench/" "$program") ||
    fail "building tests/bench" "go build failed (see above)" "mend the file it names"
done
exec "$ROOT/build/bench/bench" -root "$ROOT" -bare "$ROOT/build/bench/baregateway" \
  -client "$ROOT/build/release/tests/bench/client/enlace-bench-client" "$@"
