#!/usr/bin/env bash
# The data keys of an installation, a line each, encrypted with the first line of FOLDER/kms.keys.
# Usage: scripts/data_keys.sh FOLDER PROGRAM          FOLDER/data.keys, where it is missing or holds
#                                                     keys that are not encrypted
#        scripts/data_keys.sh FOLDER PROGRAM rewrap   encrypts all keys anew: after a new line was
#                                                     put first in kms.keys
#        scripts/data_keys.sh FOLDER PROGRAM add      puts a new key behind the others
# PROGRAM: enlace-auth. The services have to be started again to see a change.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# A line of 64 hexadecimal digits is a key in the open.
in_the_open() { grep -Eq '^[[:space:]]*[0-9a-fA-F]{64}[[:space:]]*$' "$1"; }

# write ACTION: what is there goes in, the new file takes its place whole.
write() {
  local old=/dev/null said
  if [[ -s $FILE ]]; then old=$FILE; fi
  said=$(umask 077 && ENLACE_KMS_KEY_FILE=$FOLDER/kms.keys "$PROGRAM" data-keys "$1" \
    2>&1 <"$old" >"$FILE.new") ||
    fail "data keys" "$said" "mend what it names, then repeat"
  mv "$FILE.new" "$FILE"
}

[[ $# -eq 2 || $# -eq 3 ]] || fail "data keys" "a folder and a program are needed" "see the top of $0"
FOLDER=$1 PROGRAM=$2 FILE=$1/data.keys
case ${3:-} in
rewrap | add) write "$3" ;;
'')
  if [[ ! -s $FILE ]]; then
    write add
  elif in_the_open "$FILE"; then
    say "encrypting the data keys"
    write rewrap
  fi
  ;;
*) fail "data keys" "unknown argument $3" "see the top of $0" ;;
esac
