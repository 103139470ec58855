#!/usr/bin/env bash
# Installs the Debian packages that are missing, asking for nothing; says what it installs.
# Usage: scripts/install-deps.sh [GROUP…]    build run test fuzz backup lint; default: build run
#        image: what a built service needs in a container of Debian 12; client: what its setup needs
# Debian 12 and 13; as root, or as a user with sudo. What Debian 12 has too old (Catch2, Go) comes
# from its backports, whose address is that of the machine's own Debian mirror.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

declare -A PACKAGES=(
  [build]="ccache cmake g++ git ca-certificates libabsl-dev libboost-fiber-dev libcurl4-openssl-dev libgrpc++-dev
    liboath-dev libphonenumber-dev libpq-dev libpqxx-dev libprotobuf-dev libsodium-dev libspdlog-dev libssl-dev make ninja-build nlohmann-json3-dev
    pkg-config prometheus-cpp-dev protobuf-compiler protobuf-compiler-grpc zlib1g-dev"
  [run]="curl jq openssl postgresql postgresql-client procps tzdata"
  [test]="chromium libfaketime nodejs npm redis-tools"
  [fuzz]="clang libclang-rt-dev"
  [backup]="pgbackrest"
  [lint]="clang-format clang-tidy cppcheck nodejs npm shellcheck systemd"
  [image]="ca-certificates libabsl20220623 libboost-fiber1.74.0 libcurl4 libfmt9 libgrpc++1.51 liboath0
    libphonenumber8 libpq5 libpqxx-6.4 libprometheus-cpp-core1.0
    libprometheus-cpp-pull1.0 libprotobuf32 libsodium23 libspdlog1.10 libssl3 tzdata zlib1g"
  [client]="ca-certificates curl jq openssl postgresql-client"
)
# name:least version
declare -A BACKPORTED=([build]="catch2:3 opentelemetry-cpp-dev:1.19" [image]="opentelemetry-cpp:1.19")
GO_OLDEST_SYSTEM=1.24

APT_LOG=${TMPDIR:-/tmp}/enlace-apt-$EUID.log

as_root() {
  if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 "$@"
}

declare -A INSTALLED
read_installed() {
  local state name version
  while read -r state name version; do
    if [[ $state == ii ]]; then INSTALLED[$name]=$version; fi
  done < <(dpkg-query -W -f='${db:Status-Abbrev} ${Package} ${Version}\n')
}

# has_version NAME LEAST: true when the installed one is new enough.
has_version() {
  [[ -n ${INSTALLED[$1]:-} ]] && dpkg --compare-versions "${INSTALLED[$1]}" ge "$2"
}

# A Go that is installed: new enough itself, or able to fetch a newer toolchain (1.21 and later).
has_go() {
  local version
  version=$(go env GOVERSION 2>/dev/null) || return 1
  dpkg --compare-versions "${version#go}" ge 1.21
}

# A Node.js that is new enough, with npm, whatever package they came with.
has_node() {
  local version
  command -v npm >/dev/null && version=$(node --version 2>/dev/null) || return 1
  dpkg --compare-versions "${version#v}" ge 18.17
}

# A server that is new enough, whatever package it came with.
has_postgresql() {
  local version
  for version in /usr/lib/postgresql/*/bin/initdb; do
    version=${version#/usr/lib/postgresql/}
    if [[ ${version%%/*} -ge 15 ]] 2>/dev/null; then return 0; fi
  done
  return 1
}

# Prints the packages of the groups that are missing.
missing() {
  local group name
  for group in "$@"; do
    for name in ${PACKAGES[$group]}; do
      if [[ $name == postgresql ]] && has_postgresql; then continue; fi
      if [[ $name == nodejs || $name == npm ]] && has_node; then continue; fi
      if [[ -z ${INSTALLED[$name]:-} ]]; then echo "$name"; fi
    done
  done
}

# Prints what is missing or too old among the packages that may need backports, as name:least.
missing_backported() {
  local group entry
  for group in "$@"; do
    for entry in ${BACKPORTED[$group]:-}; do
      if ! has_version "${entry%%:*}" "${entry#*:}"; then echo "$entry"; fi
    done
    if [[ $group == build ]] && ! has_go; then echo "golang-go:2:$GO_OLDEST_SYSTEM~"; fi
  done
}

try_update() {
  apt update >"$APT_LOG" 2>&1 || ! grep -q 'Could not get lock' "$APT_LOG"
}

update() {
  say "apt-get update"
  wait_until 300 try_update ||
    fail "apt-get update" "another program holds apt's lock" "wait for it to end, then repeat"
  if grep -q '^E:' "$APT_LOG"; then note "some sources did not answer: $APT_LOG"; fi
}

candidate() { apt-cache policy "$1" | awk '/Candidate:/ && $2 != "(none)" {print $2}'; }

add_backports() {
  local suite uri keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  local file=/etc/apt/sources.list.d/enlace-backports.sources
  # shellcheck disable=SC1091
  suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
  # shellcheck disable=SC2016
  if apt-get indextargets --format '$(CODENAME)' | grep -qx "$suite-backports"; then return; fi
  # shellcheck disable=SC2016
  uri=$(apt-get indextargets --format '$(ORIGIN)|$(CODENAME)|$(COMPONENT)|$(REPO_URI)' \
    'Created-By: Packages' | awk -F'|' -v s="$suite" '$1 == "Debian" && $2 == s && $3 == "main" {print $4; exit}')
  [[ -n $uri ]] || fail "backports" "apt knows no Debian mirror of $suite" \
    "add one to /etc/apt/sources.list.d, then repeat"
  say "adding $suite-backports of this machine's mirror ($file)"
  {
    printf 'Types: deb\nURIs: %s\nSuites: %s-backports\nComponents: main\n' "$uri" "$suite"
    if [[ -f $keyring ]]; then echo "Signed-By: $keyring"; fi
  } | as_root tee "$file" >/dev/null
  update
}

install() {
  say "installing: $*"
  apt install -y --no-install-recommends "$@" >"$APT_LOG" 2>&1 ||
    fail "apt-get install" "$(grep '^E:' "$APT_LOG" || tail -3 "$APT_LOG")" "see $APT_LOG"
}

# Debian makes and starts a cluster of its own with the server: not on this occasion.
install_postgresql() {
  local switch=/etc/postgresql-common/createcluster.d/enlace.conf
  install postgresql-common
  as_root mkdir -p "${switch%/*}"
  echo 'create_main_cluster = false' | as_root tee "$switch" >/dev/null
  install postgresql
  as_root rm -f "$switch"
}

install_backported() {
  local name=${1%%:*} least=${1#*:} suite
  if dpkg --compare-versions "$(candidate "$name")" ge "$least"; then
    install "$name"
    return
  fi
  add_backports
  # shellcheck disable=SC1091
  suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
  install -t "$suite-backports" "$name"
}

install_missing() {
  local packages=("${@}") plain=() name
  for name in "${packages[@]}"; do
    if [[ $name == postgresql ]]; then install_postgresql; else plain+=("$name"); fi
  done
  if ((${#plain[@]})); then install "${plain[@]}"; fi
}

groups=("$@")
if ((${#groups[@]} == 0)); then groups=(build run); fi
read_installed
mapfile -t wanted < <(missing "${groups[@]}")
mapfile -t newer < <(missing_backported "${groups[@]}")
if ((${#wanted[@]} + ${#newer[@]} == 0)); then exit 0; fi
command -v apt-get >/dev/null ||
  fail "installing packages" "this is not Debian; missing: ${wanted[*]} ${newer[*]}" \
    "install them yourself, then repeat"
((EUID == 0)) || command -v sudo >/dev/null ||
  fail "installing packages" "missing: ${wanted[*]} ${newer[*]}" "run it as root, or install sudo"
update
if ((${#wanted[@]})); then install_missing "${wanted[@]}"; fi
for package in "${newer[@]}"; do install_backported "$package"; done
