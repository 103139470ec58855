#!/usr/bin/env bash
# Development certificates: a certificate authority of this machine's own, and one certificate for
# each process. What is there is left alone until it ends within 30 days; running processes take
# renewed ones by themselves.
# Usage: scripts/certificates.sh FOLDER AUTHORITY
#   FOLDER/ca.crt                what every process trusts
#   FOLDER/<name>.crt, .key      auth patient appointment audit gateway operator database
#   AUTHORITY/ca.key             signs; in a folder that no process needs to see
# Who a certificate is of stands in its URI: spiffe://enlace/service/<name>, of the operator
# spiffe://enlace/operator, of PostgreSQL spiffe://enlace/database.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

NAMES=(auth patient appointment audit gateway operator database)
LEAF_DAYS=90 RENEWED_BEFORE=30 AUTHORITY_DAYS=3650

uri_of() {
  case $1 in
  operator | database) echo "spiffe://enlace/$1" ;;
  *) echo "spiffe://enlace/service/$1" ;;
  esac
}

# How others reach the process; nobody calls an operator.
hosts_of() {
  case $1 in
  operator) ;;
  database) echo ",DNS:database,DNS:db,DNS:localhost,IP:127.0.0.1" ;;
  *) echo ",DNS:$1,DNS:localhost,IP:127.0.0.1" ;;
  esac
}

# lasts FILE DAYS: whether the certificate is there and good for so long.
lasts() { [[ -s $1 ]] && openssl x509 -in "$1" -noout -checkend $(($2 * 86400)) >/dev/null 2>&1; }

# is_pair FILE: whether FILE.key is the key of FILE.crt. A run that ended between the two leaves others.
is_pair() {
  [[ -s $1.key && -s $1.crt ]] &&
    cmp -s <(openssl x509 -in "$1.crt" -noout -pubkey 2>/dev/null) <(openssl pkey -in "$1.key" -pubout 2>/dev/null)
}

# make FILE ARGUMENT…: FILE.crt and FILE.key with a new key on P-256. The two are exchanged one
# after the other: whoever reads in between is mended by its next look.
make() {
  local file=$1
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 \
    -keyout "$file.key.new" -out "$file.crt.new" "${@:2}" >"$file.log" 2>&1 ||
    fail "certificate ${file##*/}" "$(tail -3 "$file.log")" "see $file.log"
  rm -f "$file.log"
  mv "$file.key.new" "$file.key"
  mv "$file.crt.new" "$file.crt"
}

make_authority() {
  if is_pair "$AUTHORITY/ca" && lasts "$AUTHORITY/ca.crt" $((2 * LEAF_DAYS)); then return; fi
  note "a certificate authority for development"
  make "$AUTHORITY/ca" -days $AUTHORITY_DAYS -subj "/CN=Enlace development $(date -u +%Y-%m-%d)" \
    -addext basicConstraints=critical,CA:TRUE,pathlen:0 -addext keyUsage=critical,keyCertSign,cRLSign
}

make_leaf() {
  local file=$FOLDER/$1
  if is_pair "$file" && lasts "$file.crt" $RENEWED_BEFORE &&
    openssl verify -CAfile "$AUTHORITY/ca.crt" "$file.crt" >/dev/null 2>&1; then return; fi
  note "certificate of $1"
  make "$file" -days $LEAF_DAYS -subj "/CN=$1" -CA "$AUTHORITY/ca.crt" -CAkey "$AUTHORITY/ca.key" \
    -addext "subjectAltName=URI:$(uri_of "$1")$(hosts_of "$1")" \
    -addext basicConstraints=critical,CA:FALSE -addext keyUsage=critical,digitalSignature \
    -addext extendedKeyUsage=serverAuth,clientAuth
}

[[ $# -eq 2 ]] || fail "certificates" "two folders are needed" "scripts/certificates.sh FOLDER AUTHORITY"
FOLDER=$1 AUTHORITY=$2
umask 077
mkdir -p "$FOLDER" "$AUTHORITY"
make_authority
if ! cmp -s "$AUTHORITY/ca.crt" "$FOLDER/ca.crt"; then
  cp "$AUTHORITY/ca.crt" "$FOLDER/ca.crt.new"
  mv "$FOLDER/ca.crt.new" "$FOLDER/ca.crt"
fi
for name in "${NAMES[@]}"; do make_leaf "$name"; done
