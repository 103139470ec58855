#!/usr/bin/env bash
# Makes the secrets of an installation that are not there yet; never changes one. data_keys.sh makes
# the data keys.
# Usage: scripts/secrets.sh FOLDER
#   FOLDER/pgpass      libpq password file with a random password per database role
#   FOLDER/pepper      64 hexadecimal characters that API keys are hashed with
#   FOLDER/kms.keys    64 hexadecimal characters a line: what data keys are encrypted with
#   FOLDER/token.keys  64 hexadecimal characters a line: what access tokens are signed with
#   FOLDER/backup.pass what backups are encrypted with
#   FOLDER/checkpoint.keys  as token.keys: what checkpoints of the audit are signed with
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

random_hex() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; echo; }

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

for secret in pepper kms.keys token.keys checkpoint.keys backup.pass; do
  if [[ ! -s $1/$secret ]]; then
    random_hex >"$1/$secret.new"
    mv "$1/$secret.new" "$1/$secret"
  fi
done
