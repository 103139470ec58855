#!/usr/bin/env bash
# Builds the services and the gateway.
# Usage: scripts/build.sh PRESET [all|services|gateway]
#        PRESET: release, dev, asan or tsan; all: the tests too; default: services and gateway
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

PROGRAMS=(enlace-auth enlace-patient enlace-appointment enlace-audit enlace-audit-verify enlace_access_checked)

configure() {
  local log=$ROOT/build/$1.configure.log
  if [[ -f $ROOT/build/$1/build.ninja ]]; then return; fi
  say "configuring the preset $1"
  (cd "$ROOT" && cmake --preset "$1" >"$log" 2>&1) ||
    fail "configuring" "$(grep -A5 -m1 -i error "$log" || tail -5 "$log")" \
      "see $log; missing packages: scripts/install-deps.sh"
}

build_services() {
  local targets=()
  if [[ ${2:-} != all ]]; then targets=(--target "${PROGRAMS[@]}"); fi
  say "building the services ($1)"
  (cd "$ROOT" && cmake --build "build/$1" "${targets[@]}" >&2) ||
    fail "building the services" "the compiler refused something (see above)" \
      "mend the file it names; out of memory: CMAKE_BUILD_PARALLEL_LEVEL=1"
}

build_gateway() {
  local program=$ROOT/build/gateway/enlace-gateway
  say "building the gateway"
  (cd "$ROOT/gateway" && go build -o "$program.new" ./cmd/gateway) ||
    fail "building the gateway" "go build failed (see above)" \
      "mend the file it names, or check that Go reaches its module proxy"
  # Go writes its output anew each time; a program that is the same need not be started again.
  if cmp -s "$program.new" "$program"; then
    rm "$program.new"
  else
    mv "$program.new" "$program"
  fi
}

[[ $# -ge 1 ]] || fail "build" "no preset given" "scripts/build.sh release"
mkdir -p "$ROOT/build/gateway"
if [[ ${2:-} != gateway ]]; then
  configure "$1"
  build_services "$@"
fi
if [[ ${2:-} != services ]]; then build_gateway; fi
