#!/usr/bin/env bash
# Makes the secrets of an installation that are not there yet; never changes one.
# Usage: scripts/secrets.sh FOLDER
#   FOLDER/pgpass      libpq password file with a random password per database role
#   FOLDER/pepper      64 hexadecimal characters that API keys are hashed with
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

random_hex() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

[[ $# -eq 1 ]] || fail "secrets" "a folder is needed" "scripts/secrets.sh FOLDER"
umask 077
mkdir -p "$1"

if [[ ! -s $1/pgpass ]]; then
  for service in auth patient appointment audit; do
    for duty in owner runtime relay; do
      echo "*:*:*:enlace_${service}_$duty:$(random_hex)"
    done
  done >"$1/pgpass.new"
  echo "*:*:*:enlace_auth_platform:$(random_hex)" >>"$1/pgpass.new"
  mv "$1/pgpass.new" "$1/pgpass"
fi

if [[ ! -s $1/pepper ]]; then
  random_hex >"$1/pepper.new"
  mv "$1/pepper.new" "$1/pepper"
fi
