#!/usr/bin/env bash
# clang-tidy over our C++ sources: names and common mistakes.
# Usage: scripts/tidy.sh [FILE…]     default: every source but the tests; needs
#                                    scripts/build.sh dev all before
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$ROOT"
[[ -f build/dev/compile_commands.json ]] ||
  fail "clang-tidy" "there is no build/dev/compile_commands.json" "scripts/build.sh dev all"
files=("$@")
if ((${#files[@]} == 0)); then mapfile -t files < <(cpp_sources); fi

# clang can't read g++'s precompiled headers: the sources then include what they need themselves.
mkdir -p build/tidy
jq 'map(.command |= (gsub("-Winvalid-pch"; "") | gsub("-include [^ ]*cmake_pch.hxx"; "")))' \
  build/dev/compile_commands.json >build/tidy/compile_commands.json
say "clang-tidy on ${#files[@]} files"
printf '%s\0' "${files[@]}" | xargs -0 -n 4 -P "$(nproc)" clang-tidy --quiet -p build/tidy \
  2> >(grep -v 'warnings\? generated' >&2) ||
  fail "clang-tidy" "the lines above" "mend the name or the mistake"
