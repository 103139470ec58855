# shellcheck shell=bash
# A stack's mails: to a mail sink of its own (Mailpit), which keeps them, or to the mail server that
# the caller names by ENLACE_SMTP_URL. The caller sources process.sh and stack_config.sh too.

MAIL_SERVER=(ENLACE_SMTP_URL ENLACE_SMTP_TLS ENLACE_SMTP_USER ENLACE_SMTP_PASSWORD_FILE
  ENLACE_OUTBOUND_PRIVATE)

has_mail_sink() { [[ -z ${ENLACE_SMTP_URL:-} ]]; }

# The sink's program and folder; the sink of an earlier start ends when it is not wanted.
prepare_mail_sink() {
  if has_mail_sink; then
    "$ROOT/scripts/tool.sh" --path mailpit >/dev/null
    mkdir -p "$DIR/mail"
    chmod 0700 "$DIR/mail"
  else
    stop_process mailpit "$(program_of mailpit)"
  fi
}

# True when mails can be sent and read, or there is no sink.
mail_sink_answers() {
  ! has_mail_sink || { port_is_taken "${PORT[smtp]}" && port_is_taken "${PORT[mail]}"; }
}

# What auth sends with, and where the links in its mails lead.
mail_environment() {
  echo "ENLACE_PUBLIC_URL=http://127.0.0.1:${PORT[gateway]}"
  if has_mail_sink; then
    echo "ENLACE_SMTP_URL=smtp://127.0.0.1:${PORT[smtp]}"
    echo "ENLACE_SMTP_TLS=off"
    echo "ENLACE_OUTBOUND_PRIVATE=127.0.0.1:${PORT[smtp]}"
    echo "ENLACE_MAIL_FROM=Enlace <no-reply@enlace.example>"
  else
    pass "${MAIL_SERVER[@]}"
  fi
  pass ENLACE_MAIL_FROM
}

# The sink's settings, which it reads from its environment: it asks nobody outside.
mailpit_environment() {
  echo "MP_SMTP_BIND_ADDR=127.0.0.1:${PORT[smtp]}"
  echo "MP_UI_BIND_ADDR=127.0.0.1:${PORT[mail]}"
  echo "MP_DATABASE=$DIR/mail/mailpit.db"
  echo "MP_MAX_MESSAGES=500"
  echo "MP_DISABLE_VERSION_CHECK=true"
  echo "MP_SMTP_DISABLE_RDNS=true"
}
