#!/usr/bin/env bash
# The long form of the chaos tests: every class of faults with many seeds, then a table of results.
# Usage: scripts/chaos.sh [--no-build]
# Environment: ENLACE_CHAOS_SEEDS (100) for each class, ENLACE_CHAOS_SEED: the first one (1),
# ENLACE_CHAOS_CLASS: a regular expression, for some classes alone, ENLACE_CHAOS_RESULTS: the file
# that outcomes are appended to, one JSON object a line (build/chaos/<time>.jsonl); the table shows all
# that it holds, so a run that was ended goes on with the file and the next seed.
# As root, or with sudo that asks nothing: the full disk is a file system of its own.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if [[ ${1:-} != --no-build ]]; then
  "$ROOT/scripts/install-deps.sh" build run test
  "$ROOT/scripts/build.sh" dev all
fi
mkdir -p "$ROOT/build/chaos"
export ENLACE_LONG=1
export ENLACE_CHAOS_SEEDS=${ENLACE_CHAOS_SEEDS:-100} ENLACE_CHAOS_SEED=${ENLACE_CHAOS_SEED:-1}
export ENLACE_CHAOS_RESULTS=${ENLACE_CHAOS_RESULTS:-$ROOT/build/chaos/$(date -u +%Y%m%dT%H%M%S).jsonl}
say "chaos: $ENLACE_CHAOS_SEEDS seeds of each class from $ENLACE_CHAOS_SEED on, outcomes in $ENLACE_CHAOS_RESULTS"
cd "$ROOT/tests"
go test ./chaos -count=1 -v -timeout 0 -run '^TestNothingIsLostOrDoubledWhateverBreaks$' ||
  fail "chaos" "a seed failed (see above)" "repeat it by the command that it printed first"
