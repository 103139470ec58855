#!/usr/bin/env bash
# Runs a pinned Go tool, built once into build/tools. The versions are the `tool` directives of
# scripts/tools/*/go.mod: one module per tool, so that they never argue about a dependency.
# Usage: scripts/tool.sh NAME [ARGUMENT…]      e.g. scripts/tool.sh grpcurl -cacert … list
#        scripts/tool.sh --path NAME           builds it and prints where it is
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

BIN=$ROOT/build/tools

# The module folder and the package of tool $1, as "folder package".
locate() {
  local found
  found=$(grep -HE "^(tool |[[:space:]]).*/$1\$" "$ROOT"/scripts/tools/*/go.mod | head -1) || true
  [[ -n $found ]] || fail "tool $1" "no module in scripts/tools has a tool of that name" \
    "see the tool lines: grep -h '^tool' -A9 scripts/tools/*/go.mod"
  printf '%s %s\n' "$(dirname "${found%%:*}")" "${found##*[[:space:]]}"
}

# goose knows twelve databases; we need one.
tags_of() {
  if [[ $1 == goose ]]; then
    echo no_clickhouse,no_libsql,no_mssql,no_mysql,no_sqlite3,no_vertica,no_ydb,no_starrocks,no_turso
  fi
}

build() {
  local name=$1 folder package
  read -r folder package < <(locate "$name")
  mkdir -p "$BIN"
  exec 8>"$BIN/.$name.lock"
  flock 8
  if [[ ! -x $BIN/$name || $folder/go.mod -nt $BIN/$name ]]; then
    command -v go >/dev/null ||
      fail "tool $name" "go is not on PATH" "run scripts/install-deps.sh"
    say "building the tool $name (once)"
    (cd "$folder" && go build -ldflags '-s -w' -tags "$(tags_of "$name")" -o "$BIN/$name" "$package") ||
      fail "tool $name" "its build failed (see above)" "check that Go reaches its module proxy"
    touch "$BIN/$name"
  fi
  exec 8>&-
}

[[ $# -ge 1 ]] || fail "tool" "no name given" "scripts/tool.sh NAME [ARGUMENT…]"
if [[ $1 == --path ]]; then
  build "$2"
  echo "$BIN/$2"
else
  build "$1"
  exec "$BIN/$1" "${@:2}"
fi
