-- Mails that go out, and the links in them.
-- +goose Up

-- An outbox: a mail is written in the transaction of what it tells of, and sent afterwards. Belongs
-- to no tenant: who has forgotten a password names none, and nobody looks whether the address has a
-- user before the mail is sent, so that the answer can't tell. The link's secret is not here: it is
-- made of the id and a key that is not in the database.
CREATE TABLE mails (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('VERIFY_EMAIL', 'RESET_PASSWORD', 'PASSWORD_CHANGED',
                                     'INVITATION')),
  recipient text NOT NULL
    CHECK (recipient = lower(recipient) AND char_length(recipient) <= 254),
  language text NOT NULL CHECK (language IN ('en', 'es')),
  created_at timestamptz NOT NULL,
  -- Neither sent nor of any use afterwards.
  expires_at timestamptz NOT NULL,
  -- When it is to be tried next; NULL: it was sent.
  due_at timestamptz,
  attempts integer NOT NULL DEFAULT 0,
  -- When its link was used.
  used_at timestamptz
);
CREATE INDEX mails_due ON mails (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX mails_expired ON mails (expires_at);
CREATE INDEX mails_of_recipient ON mails (recipient);

ALTER TABLE mails ENABLE ROW LEVEL SECURITY;
ALTER TABLE mails FORCE ROW LEVEL SECURITY;

-- Sends all of them.
CREATE POLICY mails_of_platform ON mails TO enlace_auth_platform USING (true) WITH CHECK (true);
-- A tenant's transaction may have an invitation sent, and sees no mail.
CREATE POLICY mails_of_invitations ON mails FOR INSERT TO enlace_auth_runtime
  WITH CHECK (kind = 'INVITATION');

GRANT SELECT, INSERT, DELETE, UPDATE (due_at, attempts, used_at) ON mails TO enlace_auth_platform;
GRANT INSERT (id, kind, recipient, language, created_at, expires_at, due_at) ON mails
  TO enlace_auth_runtime;

GRANT UPDATE (email_verified_at) ON users TO enlace_auth_platform;

ALTER TABLE sessions DROP CONSTRAINT sessions_end_reason_check;
ALTER TABLE sessions ADD CONSTRAINT sessions_end_reason_check
  CHECK (end_reason IN ('LOGOUT', 'REFRESH_TOKEN_REUSED', 'PASSWORD_CHANGED', 'PASSWORD_RESET'));
