#!/usr/bin/env bash
# What has to be done once before the services can start, in a container; as often as wanted.
# Usage: setup.sh migrate     certificates, secrets, roles, databases, migrations, keys of the
#                             platform, months of the audit
#        setup.sh maintain    months of the audit, and certificates that end soon: once a day
#        setup.sh seed URL    demo clinics through the gateway at URL
# Environment: PGHOST, PGPORT, PGUSER, PGPASSWORD of the superuser. Everything is kept in /state, but
# for certificates in /tls, and in /authority what signs them.
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib.sh"

STATE=/state
SECRETS=$STATE/secrets

# libpq would prefer the superuser's password to the passfile.
forget_superuser() { unset PGPASSWORD PGUSER; }

migrate() {
  "$ROOT/scripts/certificates.sh" /tls /authority
  "$ROOT/scripts/secrets.sh" "$SECRETS"
  ENLACE_PASSFILE=$SECRETS/pgpass "$ROOT/scripts/roles.sh" psql -X -q
  forget_superuser
  GOOSE=goose PGPASSFILE=$SECRETS/pgpass "$ROOT/scripts/migrate.sh"
  "$ROOT/scripts/data_keys.sh" "$SECRETS" enlace-auth
  "$ROOT/scripts/platform_keys.sh" "$SECRETS" enlace-auth
  # 3: there is something to look at, which it has said.
  enlace-audit maintain || (($? == 3))
}

maintain() {
  "$ROOT/scripts/certificates.sh" /tls /authority
  forget_superuser
  exec enlace-audit maintain
}

seed() {
  (
    umask 077
    printf 'ENLACE_URL=%s\nENLACE_ADMIN_TOKEN=%s\n' "$1" "$(<"$SECRETS/admin.key")" \
      >"$STATE/demo.env"
  )
  "$ROOT/scripts/seed.sh" "$STATE"
}

case ${1:-} in
migrate) migrate ;;
maintain) maintain ;;
seed) seed "$2" ;;
*) fail "setup" "migrate, maintain or seed expected" "see the top of $0" ;;
esac
