#!/usr/bin/env bash
# Fuzzes the parsers of our own: those of C++ under libFuzzer (tests/fuzz), those of Go by go test.
# What is new and reaches other code is kept in tests/fuzz/corpus; a crash ends the run.
# Usage: scripts/fuzz.sh [NAME…]    default: all; a target of tests/fuzz/targets, or a Go function
#        ENLACE_FUZZ_SECONDS        how long each is fuzzed; 60
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

SECONDS_EACH=${ENLACE_FUZZ_SECONDS:-60}
PROGRAMS=$ROOT/build/fuzz/tests/fuzz
CORPUS=$ROOT/tests/fuzz/corpus
FOUND=$ROOT/build/fuzz/found
CRASHES=$ROOT/build/fuzz/crashes

targets() { (cd "$ROOT/tests/fuzz/targets" && printf '%s\n' *.cpp | sed 's/\.cpp$//'); }

# Functions of the gateway, as "folder function".
go_functions() {
  (cd "$ROOT/gateway" && grep -roH --include="*_test.go" "^func Fuzz[A-Za-z]*" . |
    sed "s#/[^/]*_test\.go:func # #" | sort)
}

# wanted NAME WANTED…: true when nothing is wanted by name, or this is.
wanted() {
  local name=$1 each
  shift
  (($#)) || return 0
  for each in "$@"; do
    if [[ $each == "$name" ]]; then return 0; fi
  done
  return 1
}

build() {
  if [[ ! -f $ROOT/build/fuzz/build.ninja ]]; then
    say "configuring the preset fuzz"
    (cd "$ROOT" && cmake --preset fuzz >build/fuzz.configure.log 2>&1) ||
      fail "configuring" "$(tail -5 "$ROOT/build/fuzz.configure.log")" "see build/fuzz.configure.log"
  fi
  say "building the targets"
  cmake --build "$ROOT/build/fuzz" --target "$@" >&2 ||
    fail "building the targets" "the compiler refused something (see above)" "mend the file it names"
}

# Runs target $1 for its time; what it finds goes to a folder of its own, so that a run which is
# broken off leaves the corpus as it was.
fuzz() {
  local target=$1 log=$ROOT/build/fuzz/$1.log
  mkdir -p "$FOUND/$target" "$CRASHES/$target"
  "$PROGRAMS/fuzz_$target" -max_total_time="$SECONDS_EACH" -max_len=4096 -timeout=10 -rss_limit_mb=2048 \
    -artifact_prefix="$CRASHES/$target/" "$FOUND/$target" "$CORPUS/$target" >"$log" 2>&1 || {
    grep -E 'does not hold|ERROR: |runtime error|what\(\)|Test unit written' "$log" | tail -5 >&2 || true
    fail "fuzzing $target" "an input ends it: the last line above names the file, $log the stack" \
      "repeat it: $PROGRAMS/fuzz_$target FILE; mend it; copy the file to $CORPUS/$target"
  }
  keep "$target"
}

# Adds to the corpus the smallest inputs found that reach code which no other does.
keep() {
  "$PROGRAMS/fuzz_$1" -set_cover_merge=1 -use_counters=0 -max_len=4096 "$CORPUS/$1" "$FOUND/$1" \
    >>"$ROOT/build/fuzz/$1.log" 2>&1 ||
    fail "keeping what was found" "$(tail -3 "$ROOT/build/fuzz/$1.log")" "see build/fuzz/$1.log"
}

# What Go finds it keeps in its own cache, and an input that fails in testdata/fuzz.
fuzz_go() {
  say "$2 in gateway/$1"
  (cd "$ROOT/gateway" && go test -run '^$' -fuzz "^$2\$" -fuzztime "${SECONDS_EACH}s" -fuzzminimizetime 1s "$1") ||
    fail "fuzzing $2" "an input fails (see above), and is kept as a file below testdata/fuzz" \
      "repeat it: cd gateway && go test $1 -run $2; mend it; commit the file"
}

if [[ ${1:-} == --one ]]; then
  say "$2, ${SECONDS_EACH} s"
  fuzz "$2"
  exit
fi
[[ $SECONDS_EACH =~ ^[1-9][0-9]*$ ]] ||
  fail "make fuzz" "ENLACE_FUZZ_SECONDS is no number of seconds" "ENLACE_FUZZ_SECONDS=60 make fuzz"

cd "$ROOT"
"$ROOT/scripts/install-deps.sh" build fuzz
mapfile -t chosen < <(targets | while read -r name; do if wanted "$name" "$@"; then echo "$name"; fi; done)
mapfile -t functions < <(go_functions | while read -r folder name; do
  if wanted "$name" "$@"; then echo "$folder $name"; fi
done)
((${#chosen[@]} + ${#functions[@]})) ||
  fail "make fuzz" "there is no target of that name" "see: ls tests/fuzz/targets; grep -r 'func Fuzz' gateway"
if ((${#chosen[@]})); then
  build "${chosen[@]/#/fuzz_}"
  # Each is one thread.
  printf '%s\n' "${chosen[@]}" | xargs -P "$(nproc)" -n 1 "$ROOT/scripts/fuzz.sh" --one ||
    fail "make fuzz" "a target failed (see above)" "as it says there"
fi
for each in "${functions[@]}"; do
  # shellcheck disable=SC2086
  fuzz_go $each
done
say "no input was found that breaks a parser; new files: $(git status --short tests/fuzz/corpus | wc -l)"
