#!/usr/bin/env bash
# Formats every file, or says which ones are not.
# Usage: scripts/format.sh [--check]
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$ROOT"
"$ROOT/scripts/googleapis.sh"
mapfile -t CPP < <(git ls-files '*.cpp' '*.h')
mapfile -t GO < <(git ls-files '*.go' | grep -v '^gateway/gen/')

if [[ ${1:-} != --check ]]; then
  say "formatting C++, Go and protos"
  clang-format -i "${CPP[@]}"
  gofmt -w "${GO[@]}"
  scripts/tool.sh buf format -w proto
  exit
fi

say "formats"
unformatted=$(clang-format --dry-run "${CPP[@]}" 2>&1 | sed -n 's/^\([^ :]*\):.*clang-format.*/\1/p' | uniq)
[[ -z $unformatted ]] || fail "C++ format" "$unformatted" "make fmt"
unformatted=$(gofmt -l "${GO[@]}")
[[ -z $unformatted ]] || fail "Go format" "$unformatted" "make fmt"
scripts/tool.sh buf format --exit-code -d proto || fail "proto format" "the lines above" "make fmt"
