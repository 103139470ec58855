#!/usr/bin/env bash
# Every test: installs what is missing, builds, then CTest against a private PostgreSQL, then the
# Go tests of the gateway and those that span processes (they start stacks of their own).
# Usage: scripts/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# The tests that span processes depend on more than Go knows of: no answer from its cache counts.
go_test() {
  say "go test in $1"
  local log=$ROOT/build/go-${1//\//-}.log
  (cd "$ROOT/$1" && go test -count=1 -timeout 30m ./...) >"$log" 2>&1 || {
    cat "$log"
    fail "Go tests in $1" "a test failed (see above)" "repeat it: cd $1 && go test ./... -run NAME"
  }
}

cd "$ROOT"
say "packages"
scripts/install-deps.sh build run test backup
scripts/build.sh dev all
say "ctest"
scripts/test-cluster.sh run ctest --preset dev -j2 2>&1 | tee build/ctest.log ||
  fail "C++ tests" "a test failed (see above)" "repeat it: ctest --preset dev -R NAME --verbose"
go_test gateway
go_test scripts/tools/catalog
go_test scripts/tools/alerts
go_test tests
say "summary"
grep -A3 'tests passed' build/ctest.log
grep -hv 'no test files' build/go-*.log
