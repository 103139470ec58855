#!/usr/bin/env bash
# The long form of the chaos tests: every class of faults with many seeds, then a table of results.
# Usage: scripts/chaos.sh [--no-build]
# Environment: ENLACE_CHAOS_SEEDS for each class: how many (100), or which, as 11..20;
# ENLACE_CHAOS_SEED: the first one (1); ENLACE_CHAOS_CLASS: a regular expression, for some classes
# alone; ENLACE_CHAOS_MINUTES: no seed begins later; ENLACE_CHAOS_RESULTS: the file that outcomes are
# appended to, one JSON object a line (build/chaos/results.jsonl).
# A seed that has an outcome in the file is not run again, so a run that was ended, or cut into slices, is
# gone on with by the same command; the table, beside the file, shows all that it holds. After a change
# of what is tested, the file is to be removed.
# As root, or with sudo that asks nothing: the full disk is a file system of its own.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if [[ ${1:-} != --no-build ]]; then
  "$ROOT/scripts/install-deps.sh" build run test
  "$ROOT/scripts/build.sh" dev all
fi
export ENLACE_LONG=1
export ENLACE_CHAOS_SEEDS=${ENLACE_CHAOS_SEEDS:-100} ENLACE_CHAOS_SEED=${ENLACE_CHAOS_SEED:-1}
ENLACE_CHAOS_RESULTS=$(realpath -m "${ENLACE_CHAOS_RESULTS:-$ROOT/build/chaos/results.jsonl}")
export ENLACE_CHAOS_RESULTS
mkdir -p "$(dirname "$ENLACE_CHAOS_RESULTS")"
TABLE=${ENLACE_CHAOS_RESULTS%.*}.md
say "chaos: seeds $ENLACE_CHAOS_SEEDS of each class, outcomes in $ENLACE_CHAOS_RESULTS, the table in $TABLE"
cd "$ROOT/tests"
failed=0
go test ./chaos -count=1 -v -timeout 0 -run '^TestNothingIsLostOrDoubledWhateverBreaks$' || failed=1
if [[ -f $TABLE ]]; then cat "$TABLE"; fi
((failed == 0)) || fail "chaos" "a seed failed (see above)" "repeat it by the command that it printed first"
