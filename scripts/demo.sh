#!/usr/bin/env bash
# Does the main job once, as a chatbot does it: registers a patient and books an appointment
# through REST; shows the answers and lines to paste. What is there already is shown.
# Usage: scripts/demo.sh DIR     DIR of a running, seeded stack
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$ROOT/scripts/rest.sh"

PATIENT=$(jq -c . "$ROOT/deploy/local/patient.json")
APPOINTMENT=$(jq -c . "$ROOT/deploy/local/appointment.json")

# lookup STEP PATH LIST: the first element of the list, or nothing.
lookup() {
  rest_or_fail "$1" "$KEY" GET "$2"
  jq -c --arg list "$3" '.[$list][0] // empty' <<<"$BODY"
}

encode() { jq -rn --arg text "$1" '$text | @uri'; }

# The query that finds the appointment of the payload again.
appointment_query() {
  local from to
  from=$(encode "$(jq -r .startAppointment <<<"$APPOINTMENT")")
  to=$(encode "$(jq -r .endAppointment <<<"$APPOINTMENT")")
  echo "doctorDocTypeId=CC&doctorDocNumber=$(jq -r .doctorDocNumber <<<"$APPOINTMENT")&from=$from&to=$to"
}

# ensure STEP LOOKUP_PATH LIST CREATE_PATH JSON: prints the resource, existing or new.
ensure() {
  local found
  found=$(lookup "$1" "$2" "$3")
  if [[ -n $found ]]; then
    say "$1: there already"
  else
    rest_or_fail "$1" "$KEY" POST "$4" "$5"
    say "$1: POST $4 answered $STATUS"
    found=$BODY
  fi
  jq . <<<"$found"
}

print_lines() {
  cat <<LINES

Enlace is running.
  REST          $ENLACE_URL, $ENLACE_HTTPS_URL (curl --cacert "\$ENLACE_CA_FILE")
  Documentation $ENLACE_URL/docs
  gRPC          auth $ENLACE_AUTH_ADDR, patient $ENLACE_PATIENT_ADDR,
                appointment $ENLACE_APPOINTMENT_ADDR, audit $ENLACE_AUDIT_ADDR
  Keys          $DIR/demo.env

Ready to paste:
  . $DIR/demo.env
  curl -sS "\$ENLACE_URL/v1/patients/$1" -H "X-Api-Key: \$ENLACE_API_KEY" | jq .
  curl -sS "\$ENLACE_URL/v1/appointments/$2" -H "X-Api-Key: \$ENLACE_API_KEY" | jq .
  curl -sS "\$ENLACE_URL/v1/audit/events?resourceId=$1" -H "X-Api-Key: \$ENLACE_API_KEY" | jq .
  curl -sS "\$ENLACE_URL/v1/patients" -H "X-Api-Key: \$ENLACE_API_KEY" -H 'Content-Type: application/json' -d @deploy/local/patient.json | jq .
  enlace_tls=(-cacert "\$ENLACE_CA_FILE" -cert "\$ENLACE_CERT_FILE" -key "\$ENLACE_KEY_FILE")
  scripts/tool.sh grpcurl "\${enlace_tls[@]}" -H "x-api-key: \$ENLACE_API_KEY" -d '{"id":"$1"}' "\$ENLACE_PATIENT_ADDR" enlace.patient.v1.PatientService/GetPatient
  scripts/tool.sh grpcurl "\${enlace_tls[@]}" "\$ENLACE_PATIENT_ADDR" list
LINES
}

[[ $# -eq 1 && -f $1/demo.env ]] ||
  fail "demo" "no running stack in ${1:-}" "start it: make up"
DIR=$1
# shellcheck disable=SC1091
. "$DIR/demo.env"
URL=$ENLACE_URL KEY=$ENLACE_API_KEY

patient=$(ensure "patient" "/v1/patients?docTypeId=CC&docNumber=$(jq -r .docNumber <<<"$PATIENT")" \
  patients /v1/patients "$PATIENT")
echo "$patient"
rest_or_fail "sites" "$KEY" GET '/v1/sites?pageSize=200'
site=$(jq -r 'first(.sites[] | select(.main) | .id)' <<<"$BODY")
appointment=$(ensure "appointment" "/v1/appointments?$(appointment_query)" appointments \
  /v1/appointments "$(jq -c --arg site "$site" '. + {clinicId: $site}' <<<"$APPOINTMENT")")
echo "$appointment"
print_lines "$(jq -r .id <<<"$patient")" "$(jq -r .id <<<"$appointment")"
