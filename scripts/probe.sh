#!/usr/bin/env bash
# Asks a process of Enlace at every address that it listens on, over a new connection each time: a
# listener that has gone deaf is found although the older connections still work. Any answer will do:
# what is overloaded, or misses its database, is not mended by a restart. It stands alone, to be
# installed beside the programs.
# Usage: scripts/probe.sh [--tries N]      N: 5 seconds apart; 1
# Environment: that of the process. Needs curl, and grpc-health-probe on PATH.
# Exit code: 1, an address is silent in every try; 2, it can't be asked. Standard error says which.
set -uo pipefail

LIMIT=3
TRIES=1

# A loopback address in place of one that stands for all.
reachable() {
  case $1 in
  0.0.0.0:* | :*) echo "127.0.0.1:${1##*:}" ;;
  '[::]:'*) echo "[::1]:${1##*:}" ;;
  *) echo "$1" ;;
  esac
}

# silent ADDRESS WHY
silent() {
  echo "$1 is silent: $2" >&2
  return 1
}

ask_service() {
  local address said code=0 options=()
  address=$(reachable "$1")
  # Whether the certificate is good is what callers ask. It is shown one, because it wants one.
  if [[ $address != unix:* && -n ${ENLACE_TLS_CERT_FILE:-} ]]; then
    options=(-tls -tls-no-verify -tls-client-cert "$ENLACE_TLS_CERT_FILE"
      -tls-client-key "${ENLACE_TLS_KEY_FILE:-}")
  fi
  said=$(grpc-health-probe -addr "$address" -connect-timeout "${LIMIT}s" -rpc-timeout "${LIMIT}s" \
    "${options[@]}" 2>&1) || code=$?
  case $code in
  0 | 4) ;; # serving, or not
  2) silent "$1" "$said" ;;
  3) # refused, which is an answer, or nothing came
    if [[ $said == *timeout:* || $said == *'code = Unavailable'* ]]; then silent "$1" "$said"; fi
    ;;
  *)
    echo "$1 can't be asked: $said" >&2
    return 2
    ;;
  esac
}

ask_gateway() {
  local said
  said=$(curl -sS --insecure --noproxy '*' --max-time "$LIMIT" -o /dev/null "$1://$(reachable "$2")/healthz" 2>&1) ||
    silent "$2" "$said"
}

# 1 when any address is silent, else 2 when any can't be asked.
ask_all() {
  local address codes='' listen=()
  IFS=, read -ra listen <<<"${ENLACE_LISTEN:-}"
  for address in "${listen[@]}"; do
    ask_service "$address"
    codes+=$?
  done
  if [[ -n ${ENLACE_GATEWAY_LISTEN:-} ]]; then
    ask_gateway http "$ENLACE_GATEWAY_LISTEN"
    codes+=$?
  fi
  if [[ -n ${ENLACE_GATEWAY_TLS_LISTEN:-} ]]; then
    ask_gateway https "$ENLACE_GATEWAY_TLS_LISTEN"
    codes+=$?
  fi
  case $codes in
  *1*) return 1 ;;
  *2*) return 2 ;;
  esac
}

if [[ ${1:-} == --tries ]]; then TRIES=$2; fi
if [[ -z ${ENLACE_LISTEN:-}${ENLACE_GATEWAY_LISTEN:-}${ENLACE_GATEWAY_TLS_LISTEN:-} ]]; then
  echo "no address: set ENLACE_LISTEN, or ENLACE_GATEWAY_LISTEN, as the process has it" >&2
  exit 2
fi
code=0
for ((try = 1; try <= TRIES; try++)); do
  if ((try > 1)); then sleep 5; fi
  code=0
  ask_all || code=$?
  if ((code != 1)); then break; fi
done
exit "$code"
