#!/usr/bin/env bash
# Brings the services' databases to the newest migration, as each service's owner role.
# Usage: scripts/migrate.sh [SERVICE…]     default: auth patient appointment audit
# Environment: PGHOST, PGPORT; PGPASSFILE when the owner needs a password; ENLACE_DATABASE_PREFIX
# (default enlace_); GOOSE: the program (default: the pinned tool); GOOSE_COMMAND: its words (default
# up; up-to 8 stops at that migration).
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

GOOSE=${GOOSE:-$("$ROOT/scripts/tool.sh" --path goose)}
PREFIX=${ENLACE_DATABASE_PREFIX:-enlace_}

migrate() {
  local service=$1 answer command
  local folder=$ROOT/migrations/$service
  local target="host=$PGHOST port=$PGPORT user=enlace_${service}_owner dbname=$PREFIX$service"
  if [[ -n ${PGPASSFILE:-} ]]; then target+=" passfile='$PGPASSFILE'"; fi
  compgen -G "$folder/*.sql" >/dev/null ||
    fail "migrating $service" "no migration in migrations/$service" "check out the repository whole"
  read -ra command <<<"${GOOSE_COMMAND:-up}"
  answer=$(ENLACE_SERVICE=$service GOOSE_DRIVER=postgres GOOSE_DBSTRING=$target \
    "$GOOSE" -dir "$folder" "${command[@]}" 2>&1) ||
    fail "migrating $service" "$(tail -5 <<<"$answer")" \
      "mend the migration in migrations/$service; what was applied before it stays"
  note "$service: $(tail -1 <<<"$answer" | sed 's/^.*goose: //')"
}

say "migrating"
services=("$@")
if ((${#services[@]} == 0)); then services=(auth patient appointment audit); fi
for service in "${services[@]}"; do migrate "$service"; done
