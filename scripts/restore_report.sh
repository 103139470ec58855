# shellcheck shell=bash
# What a restored stack holds, what it lost, and whether it is sound. restore.sh sources it and sets
# DIR, PRESET, SECRETS, CHECKPOINTS, TO, LAST_COMMIT, PGHOST, PGPORT and sql.

# audit_program ARGUMENT…: enlace-audit on the restored database.
audit_program() {
  ENLACE_DATABASE_URL=$(dsn audit runtime) ENLACE_RELAY_DATABASE_URL=$(dsn audit relay) \
    ENLACE_KMS_KEY_FILE=$SECRETS/kms.keys ENLACE_DATA_KEY_FILE=$SECRETS/data.keys \
    ENLACE_AUDIT_KEY_FILE=$SECRETS/checkpoint.keys \
    ENLACE_CHECKPOINT_DIR=$CHECKPOINTS "$(program_of audit)" "$@"
}

# Newest change of any row that keeps one, and events that have not reached the audit.
services_table() {
  local service queries newest waiting
  printf 'service\tnewest change\tevents not in the audit yet\n'
  for service in auth patient appointment; do
    queries=$(sql "enlace_$service" -c "SELECT string_agg(format('SELECT max(updated_at) AS at FROM %s',
      attrelid::regclass), ' UNION ALL ') FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
      WHERE attname = 'updated_at' AND relkind = 'r' AND relnamespace = 'public'::regnamespace")
    newest=$(sql "enlace_$service" -c "SELECT coalesce(date_trunc('milliseconds', max(at))::text, '-') FROM ($queries) AS all_tables")
    waiting=$(sql "enlace_$service" -c 'SELECT count(*) FROM outbox')
    printf '%s\t%s\t%s\n' "$service" "$newest" "$waiting"
  done
  newest=$(sql enlace_audit -c "SELECT coalesce(date_trunc('milliseconds', max(received_at))::text, '-') FROM audit_events")
  printf 'audit\t%s\t-\n' "$newest"
}

# The lint of the catalogues; its lines are what is wrong.
check_isolation() {
  local service found result=0
  for service in auth patient appointment audit; do
    found=$("$ROOT/scripts/catalog_lint.sh" "$service" "$CLUSTER" psql "$DIR/pg" -d "enlace_$service") ||
      fail "isolation lint" "it did not run on enlace_$service (see above)" "mend what it names"
    if [[ -n $found ]]; then
      note "isolation lint of $service: $found"
      result=1
    fi
  done
  return $result
}

# check_chain TENANT KEYS: the verifier on the chain, with the checkpoints that are left.
check_chain() {
  local verify=$ROOT/build/$PRESET/services/audit/enlace-audit-verify said result=0
  local file=$CHECKPOINTS/$1.checkpoints
  if [[ ! -s $file ]]; then
    audit_program export "$1" >/dev/null
    return
  fi
  said=$(audit_program export "$1" | "$verify" --key "$2" --export /dev/stdin --checkpoints "$file" 2>&1) ||
    result=1
  if ((result)); then note "audit of $1: $said"; fi
  return $result
}

# verify_chains RECOVERED KEYS
verify_chains() {
  local tenant records rest result=0
  while IFS=$'\t' read -r tenant records rest; do
    if ((records > 0)); then check_chain "$tenant" "$2" || result=1; fi
  done <"$1"
  return $result
}

# What `enlace-audit recover` said, for people.
chains_table() {
  printf 'tenant\trecords\tsigned\tlost\tpositions lost\tnewest record left\n'
  cat "$1"
}

check_and_report() {
  local recovered=$DIR/recovered.tsv keys=$DIR/verifier.keys lost=0 sound=0 isolation=ok proof services
  # Before the audit adds records of its own.
  services=$(services_table)
  audit_program recover >"$recovered" || lost=$?
  ((lost == 0 || lost == 3)) ||
    fail "audit" "enlace-audit recover failed (see above)" "mend what it names, then start over"
  audit_program verifier-keys >"$keys"
  check_isolation || isolation='FAILED (above)' sound=1
  proof="ok: $(wc -l <"$recovered") chains, payloads open with data.keys"
  verify_chains "$recovered" "$keys" || proof='FAILED (above)' sound=1
  {
    echo "restored to       ${TO:-the end of the archive}"
    echo "last commit       $LAST_COMMIT"
    echo "took              $SECONDS s"
    echo "isolation lint    $isolation"
    echo "audit verifier    $proof"
    echo
    column -t -s $'\t' <<<"$services"
    echo
    chains_table "$recovered" | column -t -s $'\t'
    echo
    echo "$(awk -F'\t' '{n += $4} END {print n + 0}' "$recovered") signed records of" \
      "$(awk -F'\t' '$4 > 0' "$recovered" | wc -l) tenants are lost," \
      "$(awk -F'\t' '$3 == 0' "$recovered" | wc -l) tenants have no file of checkpoints to tell by."
    echo "What came after the newest checkpoint of a tenant leaves no trace here."
  } | tee "$DIR/restore-report.txt"
  ((sound == 0)) ||
    fail "restore" "what was restored is not sound (see above)" "look at it before you start anything"
  say "start it: scripts/stack.sh start --dir $DIR"
  return "$lost"
}
