#!/usr/bin/env bash
# The long form of one package of tests that span processes: what `make test` tries some thousand
# times, as often as docs/reliability.md says. It prints as it goes.
# Usage: scripts/long-tests.sh PACKAGE [REGEX]    PACKAGE: isolation, chaos, …; REGEX: of the tests' names
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

PACKAGE=${1:-} REGEX=${2:-.}
[[ -n $PACKAGE && -d $ROOT/tests/$PACKAGE ]] ||
  fail "long tests" "there is no package '$PACKAGE' in tests" "see the top of $0"

cd "$ROOT"
scripts/install-deps.sh build run test
scripts/build.sh dev
cd tests
ENLACE_LONG=1 go test "./$PACKAGE" -run "$REGEX" -count=1 -v -timeout 24h ||
  fail "long form of $PACKAGE" "a test failed (see above)" "repeat it: $0 $PACKAGE NAME"
