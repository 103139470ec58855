#include "services/auth/storage/mail_repository.h"

#include <string>

#include "services/auth/storage/insert_mail.h"

namespace enlace::auth::storage {
namespace {

constexpr int kExpiredBatch = 1000;

// What a mail `m` tells of: the active user `u` of its address, the open invitation `i`, and its
// tenant `t`.
#define ENLACE_MAIL_SUBJECT                                                           \
  " LEFT JOIN users u ON u.email = m.recipient AND u.active AND u.deleted_at IS NULL" \
  " LEFT JOIN invitations i ON m.kind = 'INVITATION' AND i.id = m.id"                 \
  "   AND i.accepted_at IS NULL AND i.withdrawn_at IS NULL"                           \
  " LEFT JOIN tenants t ON t.tenant_id = i.tenant_id AND t.active AND t.deleted_at IS NULL "

// Whether that is still so.
#define ENLACE_MAIL_IS_WANTED                                                  \
  " CASE m.kind WHEN 'INVITATION' THEN t.tenant_id IS NOT NULL"                \
  " WHEN 'VERIFY_EMAIL' THEN u.id IS NOT NULL AND u.email_verified_at IS NULL" \
  " WHEN 'TEMPORARY_PASSWORD' THEN u.password_expires_at IS NOT NULL"          \
  " ELSE u.id IS NOT NULL END "

// Nobody's mailbox is filled by who asks again and again: five of a kind an hour are enough.
constexpr db::Statement kClaim = {"claim_mail", R"(
  WITH due AS (
    SELECT id FROM mails WHERE due_at <= $1 AND expires_at > $1
    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE mails m
    SET attempts = m.attempts + 1,
        due_at = $1 + least(interval '15 s' * (2 ^ least(m.attempts, 6)), interval '10 min')
    FROM due WHERE m.id = due.id
    RETURNING m.id, m.kind, m.recipient, m.language, m.attempts, m.created_at
  )
  SELECT m.id, m.kind, m.recipient, m.language, m.attempts,
         coalesce(u.first_name, '') AS first_name, coalesce(t.name, '') AS clinic_name,)" ENLACE_MAIL_IS_WANTED
                                                R"(AND (
           SELECT count(*) FROM mails o
           WHERE o.recipient = m.recipient AND o.kind = m.kind AND o.id < m.id AND o.attempts > 0
             AND o.created_at > m.created_at - interval '1 hour') < 5 AS wanted
  FROM claimed m)" ENLACE_MAIL_SUBJECT};

// One that was not sent counts as none.
constexpr db::Statement kFinish = {"finish_mail", R"(
  UPDATE mails SET due_at = NULL, attempts = CASE WHEN $2 THEN attempts ELSE 0 END
  WHERE id = $1)"};

constexpr db::Statement kDeleteExpired = {"delete_expired_mails", R"(
  DELETE FROM mails WHERE id IN (
    SELECT id FROM mails WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2
    FOR UPDATE SKIP LOCKED))"};

constexpr db::Statement kFindLink = {"find_mail_link", R"(
  SELECT m.id, m.kind, m.recipient, u.id AS user_id, coalesce(t.name, '') AS clinic_name,
         coalesce(t.tenant_id, (SELECT tenant_id FROM memberships
                                WHERE user_id = u.id ORDER BY created_at LIMIT 1)) AS tenant_id
  FROM mails m)" ENLACE_MAIL_SUBJECT R"(
  WHERE m.id = $1 AND m.used_at IS NULL AND m.expires_at > $2
    AND m.kind NOT IN ('PASSWORD_CHANGED', 'MFA_RESET')
    AND)" ENLACE_MAIL_IS_WANTED};

}  // namespace

absl::Status PostgresMailRepository::Add(const NewMail& mail, absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  auto added = InsertMail(*transaction, mail);
  return added.ok() ? transaction->Commit() : added;
}

absl::StatusOr<std::optional<DueMail>> PostgresMailRepository::Claim(absl::Time now,
                                                                     absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kClaim, db::Params().Time(now));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::nullopt;
  const auto row = (*rows)[0];
  return DueMail{.id = row.Id("id"),
                 .kind = ReadMailKind(row.Text("kind")),
                 .recipient = std::string(row.Text("recipient")),
                 .language = row.Text("language") == "es" ? core::Language::kSpanish
                                                          : core::Language::kEnglish,
                 .attempts = static_cast<int>(row.Int("attempts")),
                 .first_name = std::string(row.Text("first_name")),
                 .clinic_name = std::string(row.Text("clinic_name")),
                 .wanted = row.Bool("wanted")};
}

absl::Status PostgresMailRepository::Finish(const core::Ulid& id, bool sent, absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  return transaction->RunAndCommit(kFinish, db::Params().Id(id).Bool(sent)).status();
}

absl::StatusOr<bool> PostgresMailRepository::DeleteExpired(absl::Time now, absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto deleted =
      transaction->RunAndCommit(kDeleteExpired, db::Params().Time(now).Int(kExpiredBatch));
  if (!deleted.ok()) return deleted.status();
  return deleted->affected() == kExpiredBatch;
}

absl::StatusOr<std::optional<MailLink>> PostgresMailRepository::FindLink(const core::Ulid& id,
                                                                         absl::Time now,
                                                                         absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kFindLink, db::Params().Id(id).Time(now));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::nullopt;
  const auto row = (*rows)[0];
  return MailLink{.id = row.Id("id"),
                  .kind = ReadMailKind(row.Text("kind")),
                  .recipient = std::string(row.Text("recipient")),
                  .tenant_id = row.OptionalId("tenant_id").value_or(core::Ulid()),
                  .clinic_name = std::string(row.Text("clinic_name")),
                  .user_id = row.OptionalId("user_id")};
}

}  // namespace enlace::auth::storage
