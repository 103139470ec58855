#!/usr/bin/env bash
# The keys of the platform itself that are not there yet: the platform admin's, and one for the
# relay of each service that writes audit events.
# Usage: scripts/platform_keys.sh FOLDER PROGRAM    FOLDER/{admin,auth,patient,appointment}.key;
#                                                   PROGRAM: enlace-auth, configured as usual
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# make NAME ROLE TITLE
make() {
  local file=$FOLDER/$1.key log=$FOLDER/$1.key.log
  if [[ -s $file ]]; then return; fi
  say "making the key of the $3"
  (umask 077 && "$PROGRAM" create-platform-key --role "$2" --name "$3" >"$file.new" 2>"$log") ||
    fail "key of the $3" "$(tail -3 "$log")" "mend what it names, then repeat"
  mv "$file.new" "$file"
  rm -f "$log"
}

[[ $# -eq 2 ]] || fail "platform keys" "a folder and a program are needed" "see the top of $0"
FOLDER=$1 PROGRAM=$2
make admin platform_admin "platform admin"
for service in auth patient appointment; do
  make "$service" internal_service "relay of $service"
done
