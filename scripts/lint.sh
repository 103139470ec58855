#!/usr/bin/env bash
# Every check that is cheaper than a build of the services.
# Usage: scripts/lint.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# The contract that must not break: the commit before, in a clone that has one.
contract_before() { git rev-parse --verify --quiet 'HEAD~1' || true; }

check_contracts() {
  local before
  say "contracts"
  scripts/tool.sh buf lint || fail "buf lint" "the lines above" "mend the proto"
  before=$(contract_before)
  if [[ -n $before ]] && git cat-file -e "$before:buf.yaml" 2>/dev/null; then
    break_check "$before"
  fi
}

# buf compares with the protos of commit $1, put beside today's google protos.
break_check() {
  local old
  old=$(mktemp -d)
  git archive "$1" proto buf.yaml | tar -x -C "$old"
  mkdir -p "$old/build"
  cp -r build/googleapis "$old/build/"
  scripts/tool.sh buf breaking --against "$old" ||
    fail "buf breaking" "the lines above break the contract of $1" "add, never change or remove"
  rm -rf "$old"
}

# hadolint is no Debian package: who has it gets its word.
check_images() {
  command -v hadolint >/dev/null || return 0
  say "images"
  hadolint deploy/docker/*.Dockerfile || fail "hadolint" "the lines above" "mend the Dockerfile"
}

# Headers that a build makes are not there yet: cppcheck takes their names as they come.
check_cpp() {
  local files
  say "cppcheck"
  mapfile -t files < <(cpp_sources)
  cppcheck --quiet -j "$(nproc)" --language=c++ --std=c++20 -I . \
    --enable=warning,performance,portability --inline-suppr --suppressions-list=.cppcheck \
    --error-exitcode=1 "${files[@]}" ||
    fail "cppcheck" "the lines above" "mend the mistake; what is none stands in .cppcheck with its reason"
}

check_go() {
  local folder
  for folder in gateway tests; do
    [[ -f $folder/go.mod ]] || continue
    say "staticcheck in $folder"
    # Debian's gRPC offers reflection only as the deprecated v1alpha.
    (cd "$folder" && "$ROOT/scripts/tool.sh" staticcheck -checks inherit,-SA1019 ./...) ||
      fail "staticcheck in $folder" "the lines above" "mend them"
  done
}

check_documents() {
  say "OpenAPI documents"
  scripts/npm.sh
  node tests/openapi/lint.mjs gateway/internal/docs/openapi.json gateway/internal/docs/openapi-3.0.json ||
    fail "OpenAPI documents" "Redocly or Spectral warns (see above)" \
      "mend the proto, or gateway/internal/docs/generate"
}

cd "$ROOT"
scripts/install-deps.sh lint
scripts/googleapis.sh
scripts/format.sh --check
say "scripts"
shellcheck scripts/*.sh deploy/docker/*.sh .ci/run || fail "shellcheck" "the lines above" "mend the script"
check_images
say "systemd units"
scripts/units.sh
say "layers"
scripts/layers.sh
check_contracts
say "generated files"
scripts/generate.sh --check
check_documents
check_cpp
check_go
