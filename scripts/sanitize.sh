#!/usr/bin/env bash
# Every test with programs that find their own mistakes in memory and undefined behaviour
# (AddressSanitizer, UndefinedBehaviorSanitizer): an hour and more. A complaint fails the test.
# Usage: scripts/sanitize.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$ROOT"
scripts/install-deps.sh build run test backup
scripts/build.sh asan all
say "ctest"
scripts/test-cluster.sh run ctest --preset asan -j2 ||
  fail "C++ tests" "a test failed (see above)" "repeat it: ctest --preset asan -R NAME --verbose"
say "go test in tests"
(cd tests && ENLACE_PRESET=asan go test -count=1 -timeout 2h ./...) ||
  fail "Go tests" "a test failed (see above)" "repeat it: cd tests && ENLACE_PRESET=asan go test ./… -run NAME"
