# shellcheck shell=bash
# Where a stack's programs are, its ports, and the environment of each process. The caller sets
# DIR, PRESET, PORT_CHOICE, SECRETS, CHECKPOINTS, SOCKETS, PGHOST and PGPORT, and has sourced
# process.sh and mail_sink.sh.

SERVICES=(auth patient appointment audit)
# What PORT holds: the gateway listens for HTTP and for HTTPS, the mail sink for SMTP and for HTTP; each
# of ours also for Prometheus.
LISTENERS=(gateway https "${SERVICES[@]}" smtp mail gateway_metrics "${SERVICES[@]/%/_metrics}")
# Written into the processes' environment when the caller set them.
PASSED=(ENLACE_POOL_SIZE ENLACE_CALLS ENLACE_LOG_LEVEL ENLACE_REFLECTION ENLACE_PUBLIC_URL
  ENLACE_TRUSTED_PROXIES ENLACE_RATE_LIMIT_FACTOR ENLACE_REDIS_ADDRESS ENLACE_REDIS_PASSWORD_FILE
  ENLACE_CHECKPOINT_SECONDS ENLACE_GRPC_MEMORY_MB ENLACE_GATEWAY_CALLS ENLACE_GATEWAY_CONNECTIONS
  OTEL_EXPORTER_OTLP_ENDPOINT OTEL_TRACES_SAMPLER_ARG)

# Listening port by process; for HTTPS of the gateway by https, for the mail sink by smtp and mail.
declare -A PORT

# Every process that runs in this stack, in the order in which they start.
processes() {
  if has_mail_sink; then echo mailpit; fi
  printf '%s\n' "${SERVICES[@]}" gateway
}

program_of() {
  case $1 in
  gateway) echo "$ROOT/build/gateway/enlace-gateway" ;;
  mailpit) echo "$ROOT/build/tools/mailpit" ;;
  *) echo "$ROOT/build/$PRESET/services/$1/enlace-$1" ;;
  esac
}

# Fills PORT: as chosen at the first start, or as the environment says.
choose_ports() {
  local name port
  if [[ $PORT_CHOICE == free ]]; then
    pick_free_ports
    while read -r name port; do PORT[$name]=$port; done <"$DIR/ports"
  else
    PORT=(
      [gateway]=${ENLACE_HTTP_PORT:-8080}
      [https]=${ENLACE_HTTPS_PORT:-8443}
      [auth]=${ENLACE_AUTH_PORT:-50051}
      [patient]=${ENLACE_PATIENT_PORT:-50052}
      [appointment]=${ENLACE_APPOINTMENT_PORT:-50053}
      [audit]=${ENLACE_AUDIT_PORT:-50054}
      [smtp]=${ENLACE_SMTP_PORT:-1025}
      [mail]=${ENLACE_MAIL_PORT:-8025}
      [gateway_metrics]=${ENLACE_GATEWAY_METRICS_PORT:-9464}
      [auth_metrics]=${ENLACE_AUTH_METRICS_PORT:-9465}
      [patient_metrics]=${ENLACE_PATIENT_METRICS_PORT:-9466}
      [appointment_metrics]=${ENLACE_APPOINTMENT_METRICS_PORT:-9467}
      [audit_metrics]=${ENLACE_AUDIT_METRICS_PORT:-9468}
    )
  fi
  for name in "${LISTENERS[@]}"; do refuse_foreign_port "$name"; done
}

# Adds to DIR/ports what is not there yet.
pick_free_ports() {
  local name port=$((20000 + RANDOM % 10000))
  if [[ -s $DIR/ports ]]; then port=$(awk 'END {print $2}' "$DIR/ports"); fi
  for name in "${LISTENERS[@]}"; do
    if grep -qs "^$name " "$DIR/ports"; then continue; fi
    port=$(free_port $((port + 1)))
    echo "$name $port" >>"$DIR/ports"
  done
}

refuse_foreign_port() {
  local process=$1 port=${PORT[$1]} variable=ENLACE_${1^^}_PORT
  case $1 in
  gateway) variable=ENLACE_HTTP_PORT ;;
  https) process=gateway ;;
  *_metrics) process=${1%_metrics} ;;
  smtp | mail)
    has_mail_sink || return 0
    process=mailpit
    ;;
  esac
  if port_is_taken "$port" && ! any_pid_of "$process" >/dev/null; then
    fail "ports" "port $port, which the $process needs, is taken by another program" \
      "end that program, or choose another port: $variable=$((port + 1)) make up"
  fi
}

# The pid of process $1, whatever preset it was built with.
any_pid_of() {
  local program
  for program in "$(program_of "$1")" "$ROOT"/build/*/services/"$1/enlace-$1"; do
    if pid_of "$1" "$program"; then return 0; fi
  done
  return 1
}

dsn() {
  echo "host=$PGHOST port=$PGPORT dbname=enlace_$1 user=enlace_$1_$2 passfile=$SECRETS/pgpass"
}

# pass NAME…: those that the caller set.
pass() {
  local variable
  for variable in "$@"; do
    if [[ -n ${!variable:-} ]]; then echo "$variable=${!variable}"; fi
  done
}

# Reads NAME=value lines and quotes them for a shell.
quoted() {
  local variable value
  while IFS='=' read -r variable value; do printf '%s=%q\n' "$variable" "$value"; done
}

# The environment of process $1, as shell assignments; of two values the later one counts.
environment() {
  if [[ $1 == mailpit ]]; then mailpit_environment; else enlace_environment "$1"; fi | quoted
}

enlace_environment() {
  local name=$1 other
  for other in "${SERVICES[@]}"; do
    echo "ENLACE_${other^^}_ADDRESS=unix:$SOCKETS/$other.sock"
  done
  echo "ENLACE_TLS_CERT_FILE=$SECRETS/tls/$name.crt"
  echo "ENLACE_TLS_KEY_FILE=$SECRETS/tls/$name.key"
  echo "ENLACE_TLS_CA_FILE=$SECRETS/tls/ca.crt"
  echo "ENLACE_METRICS_LISTEN=127.0.0.1:${PORT[${name}_metrics]}"
  if [[ $name == gateway ]]; then
    echo "ENLACE_GATEWAY_LISTEN=127.0.0.1:${PORT[gateway]}"
    echo "ENLACE_GATEWAY_TLS_LISTEN=127.0.0.1:${PORT[https]}"
    echo "ENLACE_GATEWAY_TLS_CERT_FILE=$SECRETS/tls/gateway.crt"
    echo "ENLACE_GATEWAY_TLS_KEY_FILE=$SECRETS/tls/gateway.key"
  else
    echo "ENLACE_LISTEN=127.0.0.1:${PORT[$name]},unix:$SOCKETS/$name.sock"
    echo "ENLACE_DATABASE_URL=$(dsn "$name" runtime)"
    echo "ENLACE_KMS_KEY_FILE=$SECRETS/kms.keys"
    echo "ENLACE_DATA_KEY_FILE=$SECRETS/data.keys"
    echo "ENLACE_RELAY_DATABASE_URL=$(dsn "$name" relay)"
    if [[ $name != audit ]]; then
      echo "ENLACE_SERVICE_KEY_FILE=$SECRETS/$name.key"
    fi
  fi
  if [[ $name == audit ]]; then
    echo "ENLACE_AUDIT_KEY_FILE=$SECRETS/checkpoint.keys"
    echo "ENLACE_CHECKPOINT_DIR=$CHECKPOINTS"
  fi
  if [[ $name == auth ]]; then
    echo "ENLACE_PLATFORM_DATABASE_URL=$(dsn auth platform)"
    echo "ENLACE_API_KEY_PEPPER_FILE=$SECRETS/pepper"
    echo "ENLACE_TOKEN_KEY_FILE=$SECRETS/token.keys"
    echo "ENLACE_ENVIRONMENT=dev"
    mail_environment
  fi
  pass "${PASSED[@]}"
}
