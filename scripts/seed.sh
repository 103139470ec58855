#!/usr/bin/env bash
# Makes the demo clinics of deploy/local/clinics.json through the REST API: the tenant, an API key,
# workflows, a site, doctors, and an administrator, whose temporary password is shown once. What is
# there already is left alone.
# Usage: scripts/seed.sh DIR      DIR of a running stack; reads DIR/demo.env, writes
#                                 DIR/secrets/<slug>.key and, with its e-mail, <slug>.admin
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$ROOT/scripts/rest.sh"

CLINICS=$ROOT/deploy/local/clinics.json

# ensure_tenant CLINIC: prints the tenant's id.
ensure_tenant() {
  local tenant slug found
  tenant=$(jq -c .tenant <<<"$1")
  slug=$(jq -r .tenant.slug <<<"$1")
  rest_or_fail "tenant $slug" "$ADMIN" GET '/v1/tenants?pageSize=200'
  found=$(jq -r --arg slug "$slug" '.tenants[] | select(.slug == $slug) | .id' <<<"$BODY")
  if [[ -z $found ]]; then
    rest_or_fail "tenant $slug" "$ADMIN" POST /v1/tenants "$tenant"
    found=$(jq -r .id <<<"$BODY")
    note "tenant $slug: $found"
  fi
  echo "$found"
}

# ensure_key CLINIC TENANT_ID: keeps the plaintext in SECRETS/<slug>.key.
ensure_key() {
  local slug file request
  slug=$(jq -r .tenant.slug <<<"$1")
  file=$SECRETS/$slug.key
  if [[ -s $file ]]; then
    rest "$(<"$file")" GET /v1/auth/principal
    # One that an older seed made may do less.
    if [[ $STATUS == 200 ]] && jq -e --slurpfile all "$CLINICS" \
      '$all[0].scopes - .scopes == []' <<<"$BODY" >/dev/null; then return; fi
  fi
  request=$(jq -c --arg tenant "$2" --slurpfile all "$CLINICS" \
    '{tenantId: $tenant, name: "demo", scopes: $all[0].scopes, owner: .owner}' <<<"$1")
  rest_or_fail "API key of $slug" "$ADMIN" POST /v1/auth/api-keys "$request"
  (umask 077 && jq -r .plaintext <<<"$BODY" >"$file")
  note "API key of $slug"
}

# ensure_site CLINIC KEY: prints the main site's id.
ensure_site() {
  local found
  rest_or_fail "sites" "$2" GET '/v1/sites?pageSize=200'
  found=$(jq -r 'first(.sites[] | select(.main) | .id) // empty' <<<"$BODY")
  if [[ -z $found ]]; then
    rest_or_fail "site" "$2" POST /v1/sites "$(jq -c .site <<<"$1")"
    found=$(jq -r .id <<<"$BODY")
    note "site $(jq -r .site.name <<<"$1"): $found"
  fi
  echo "$found"
}

# ensure_doctors CLINIC KEY SITE_ID
ensure_doctors() {
  local doctor number
  while read -r doctor; do
    number=$(jq -r .docNumber <<<"$doctor")
    rest_or_fail "doctors" "$2" GET "/v1/doctors?docTypeId=CC&docNumber=$number"
    if [[ $(jq '.doctors | length' <<<"$BODY") == 0 ]]; then
      rest_or_fail "doctor $number" "$2" POST /v1/doctors \
        "$(jq -c --arg site "$3" '. + {clinicId: $site}' <<<"$doctor")"
      note "doctor CC $number"
    fi
  done < <(jq -c '.doctors[]' <<<"$1")
}

# ensure_workflows CLINIC KEY
ensure_workflows() {
  local workflow name
  while read -r workflow; do
    name=$(jq -r .name <<<"$workflow")
    rest "$2" GET "/v1/workflows/$name"
    if [[ $STATUS == 404 ]]; then
      rest_or_fail "workflow $name" "$2" POST /v1/workflows "$workflow"
      note "workflow $name"
    fi
  done < <(jq -c '.workflows[]' <<<"$1")
}

# ensure_admin CLINIC TENANT_ID: shows the password, which is kept nowhere.
ensure_admin() {
  local file email
  file=$SECRETS/$(jq -r .tenant.slug <<<"$1").admin
  if [[ -s $file ]]; then return; fi
  email=$(jq -r .admin.email <<<"$1")
  rest "$ADMIN" POST "/v1/tenants/$2/administrators" "$(jq -c .admin <<<"$1")"
  case $STATUS in
  2??) note "administrator $email, temporary password (shown once): $(jq -r .temporaryPassword <<<"$BODY")" ;;
  409) note "administrator $email: there already" ;;
  *) rest_or_fail "administrator $email" "$ADMIN" POST "/v1/tenants/$2/administrators" "$(jq -c .admin <<<"$1")" ;;
  esac
  (umask 077 && echo "$email" >"$file")
}

seed_clinic() {
  local tenant key site
  tenant=$(ensure_tenant "$1")
  ensure_key "$1" "$tenant"
  key=$(<"$SECRETS/$(jq -r .tenant.slug <<<"$1").key")
  ensure_workflows "$1" "$key"
  site=$(ensure_site "$1" "$key")
  ensure_doctors "$1" "$key" "$site"
  ensure_admin "$1" "$tenant"
}

[[ $# -eq 1 && -f $1/demo.env ]] ||
  fail "seed" "no running stack in ${1:-}" "start it: make up"
# shellcheck disable=SC1091
. "$1/demo.env"
URL=$ENLACE_URL ADMIN=$ENLACE_ADMIN_TOKEN SECRETS=$1/secrets
say "demo clinics"
while read -r clinic; do seed_clinic "$clinic"; done < <(jq -c '.clinics[]' "$CLINICS")
