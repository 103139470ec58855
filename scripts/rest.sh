# shellcheck shell=bash
# Calls of the REST API for scripts. The caller sets URL.

# rest KEY METHOD PATH [JSON]: sets STATUS and BODY. The key never stands on a command line.
rest() {
  local answer body=()
  if [[ -n ${4:-} ]]; then body=(-H 'Content-Type: application/json' --data-binary @-); fi
  answer=$(printf '%s' "${4:-}" | curl -sS --max-time 20 -X "$2" -w '\n%{http_code}' \
    -H @<(printf 'X-Api-Key: %s\n' "$1") "${body[@]}" "$URL$3" 2>&1) || true
  STATUS=${answer##*$'\n'}
  BODY=${answer%$'\n'*}
}

# rest_or_fail STEP KEY METHOD PATH [JSON]: the same; any status but 2xx ends the script.
rest_or_fail() {
  rest "${@:2}"
  [[ $STATUS == 2?? ]] ||
    fail "$1" "$3 $4 answered $STATUS: $(jq -r '.detail? // .' <<<"$BODY" 2>/dev/null || echo "$BODY")" \
      "see the logs: make logs"
}
