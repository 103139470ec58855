#!/usr/bin/env bash
# Builds the release, the load client and the bare gateway, and measures Enlace beside pgbench.
# Usage: scripts/bench.sh [--quick] [--peers] [--only NAME,…] [--keep]
#        scripts/bench.sh --scale [--quick] [--keep]    how cost grows with the data
#        --only: some of echo refuse read get lookup filter list create search search-empty book
#        book-checked rest-get rest-create rest-list, idle, peers; --keep: leaves Enlace running in build/bench/stack;
#        --peers: beside FastAPI too, installed into build/bench/peers
# Figures: build/bench/bench.json, build/bench/bench.svg. The seeded data set is kept in
# build/bench/stack for the next run. With --scale: build/bench/scale.json and scale.svg; the data,
# up to 12 GB, is removed afterwards.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

PEERS=$ROOT/build/bench/peers

# install_peers: a Python of its own with the pinned packages; says why when it can't.
install_peers() {
  local pinned=$ROOT/tests/bench/peers/requirements.txt
  if cmp -s "$pinned" "$PEERS/installed.txt"; then return; fi
  say "installing the Python packages of the peers"
  rm -rf "$PEERS"
  if ! python3 -m venv "$PEERS" >"$PEERS.log" 2>&1; then
    note "python3 -m venv does not work here ($PEERS.log): without the peers"
    return 1
  fi
  if ! "$PEERS/bin/pip" install -q --no-deps -r "$pinned" >>"$PEERS.log" 2>&1; then
    note "pip could not install them ($PEERS.log): without the peers"
    return 1
  fi
  cp "$pinned" "$PEERS/installed.txt"
}

arguments=() peers=no
for argument in "$@"; do
  if [[ $argument == --peers ]]; then peers=yes; else arguments+=("$argument"); fi
done

"$ROOT/scripts/build.sh" release
say "building the load client"
(cd "$ROOT" && cmake --build build/release --target enlace-bench-client enlace-bench-patients >&2) ||
  fail "building the load client" "the compiler refused something (see above)" "mend the file it names"
mkdir -p "$ROOT/build/bench"
for program in . ./baregateway; do
  (cd "$ROOT/tests/bench" && go build -o "$ROOT/build/bench/" "$program") ||
    fail "building tests/bench" "go build failed (see above)" "mend the file it names"
done
if [[ $peers == yes ]] && install_peers; then arguments+=(-peers "$PEERS/bin/python"); fi
exec "$ROOT/build/bench/bench" -root "$ROOT" -bare "$ROOT/build/bench/baregateway" \
  -client "$ROOT/build/release/tests/bench/client/enlace-bench-client" \
  -patients "$ROOT/build/release/tests/bench/client/enlace-bench-patients" "${arguments[@]}"
