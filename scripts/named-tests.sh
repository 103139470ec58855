#!/usr/bin/env bash
# Whether each test that a document names exists: `TestX` in Go, `x_test` and `x_pgtest` in C++.
# Usage: scripts/named-tests.sh DOCUMENT…
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# Prints every test there is.
tests() {
  git ls-files -co --exclude-standard '*_test.go' | xargs grep -hoE '^func (Test|Fuzz)[A-Za-z0-9]+' | sed 's/^func //'
  git ls-files -co --exclude-standard '*test.cpp' | sed 's|.*/||; s|\.cpp$||'
}

# Prints the names in documents that look like one.
# shellcheck disable=SC2016
named() { grep -hoE '`((Test|Fuzz)[A-Z][A-Za-z0-9]+|[a-z0-9_]+_(pg)?test)`' "$@" | tr -d '`' | sort -u; }

cd "$ROOT"
missing=$(comm -23 <(named "$@") <(tests | sort -u))
[[ -z $missing ]] ||
  fail "named tests" "no test is called: ${missing//$'\n'/, }" "name the test that is there, in: $*"
