#include "services/auth/storage/account_repository.h"

#include "libs/core/reasons.h"
#include "libs/db/sql_error.h"
#include "services/auth/domain/staff_role.h"
#include "services/auth/storage/insert_invitation.h"
#include "services/auth/storage/insert_mail.h"
#include "services/auth/storage/insert_user.h"

namespace enlace::auth::storage {
namespace {

// No row when the link was used, or has expired, meanwhile. Locks it until the commit.
constexpr db::Statement kUseLink = {"use_mail_link", R"(
  UPDATE mails SET used_at = $2
  WHERE id = $1 AND used_at IS NULL AND expires_at > $2
  RETURNING id)"};

constexpr db::Statement kVerify = {"verify_email", R"(
  UPDATE users SET email_verified_at = $2
  WHERE id = $1 AND email_verified_at IS NULL AND active AND deleted_at IS NULL)"};

constexpr db::Statement kReset = {"reset_password", R"(
  UPDATE users SET password_hash = $3, password_expires_at = NULL,
    mfa_enabled_at = CASE WHEN $4 AND email_verified_at IS NULL THEN NULL ELSE mfa_enabled_at END,
    email_verified_at = CASE WHEN $4 THEN coalesce(email_verified_at, $2) ELSE email_verified_at END
  WHERE id = $1 AND active AND deleted_at IS NULL AND ($4 OR password_expires_at IS NOT NULL)
  RETURNING id)"};

// Whoever registered the address before its owner proved it to be its own made that factor.
constexpr db::Statement kForgetFactor = {"forget_factor_of_stranger", R"(
  WITH stranger AS (
    SELECT id FROM users WHERE id = $1 AND email_verified_at IS NULL
  ), codes AS (
    DELETE FROM recovery_codes USING stranger s WHERE user_id = s.id
  )
  DELETE FROM mfa_factors USING stranger s WHERE user_id = s.id)"};

constexpr db::Statement kEndSessions = {"end_sessions_after_reset", R"(
  UPDATE sessions SET ended_at = $2, end_reason = 'PASSWORD_RESET'
  WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2)"};

constexpr db::Statement kEndLinks = {"end_reset_links", R"(
  UPDATE mails SET used_at = $2
  WHERE recipient = $1 AND kind IN ('RESET_PASSWORD', 'TEMPORARY_PASSWORD')
    AND used_at IS NULL)"};

constexpr db::Statement kAccept = {"accept_invitation", R"(
  UPDATE invitations SET accepted_at = $3
  WHERE tenant_id = $1 AND id = $2 AND accepted_at IS NULL AND withdrawn_at IS NULL
  RETURNING role, job_title, employee_id, practitioner_id, workflows)"};

constexpr db::Statement kJoin = {"join_tenant", R"(
  INSERT INTO memberships AS m (tenant_id, id, user_id, role, job_title, employee_id, created_at,
                                updated_at, practitioner_id, workflows)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9)
  ON CONFLICT (tenant_id, user_id) DO UPDATE SET
    role = excluded.role, active = true, deleted_at = NULL,
    job_title = coalesce(excluded.job_title, m.job_title),
    employee_id = coalesce(excluded.employee_id, m.employee_id),
    practitioner_id = coalesce(excluded.practitioner_id, m.practitioner_id),
    workflows = excluded.workflows, acting_reason = NULL, ends_at = NULL
  WHERE NOT m.active OR m.deleted_at IS NOT NULL OR m.ends_at IS NOT NULL)"};

constexpr db::Statement kAdministered = {"has_administrator", R"(
  SELECT EXISTS (SELECT FROM memberships
                 WHERE tenant_id = $1 AND role = 'organization_admin' AND active
                   AND deleted_at IS NULL AND ends_at IS NULL) AS administered)"};

// The transaction once the link is used; nullopt when that is not possible any more.
absl::StatusOr<std::optional<db::Transaction>> Use(db::PlatformDatabase& platform,
                                                   const db::TenantContext& context,
                                                   const MailLink& link, absl::Time now,
                                                   absl::Time deadline) {
  auto transaction = platform.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto used = transaction->Run(kUseLink, db::Params().Id(link.id).Time(now));
  if (!used.ok()) return used.status();
  if (used->empty()) return std::nullopt;
  return *std::move(transaction);
}

std::optional<std::string> NonEmpty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

// What became of kJoin: false for who is a member already.
absl::StatusOr<bool> Joined(const absl::StatusOr<db::Rows>& rows) {
  if (db::ConstraintOf(rows.status()) == "memberships_employee_id") {
    return core::refusal::AlreadyExistsEmployeeId();
  }
  if (!rows.ok()) return rows.status();
  return rows->affected() == 1;
}

// False when somebody else has the e-mail.
absl::StatusOr<bool> SecureUser(db::Transaction& transaction, const Acceptance& acceptance,
                                absl::Time now) {
  if (acceptance.password_hash.empty()) {
    const auto verified = transaction.Run(kVerify, db::Params().Id(acceptance.user_id).Time(now));
    if (!verified.ok()) return verified.status();
    return true;
  }
  User user{.id = acceptance.user_id,
            .email = acceptance.link.recipient,
            .first_name = acceptance.first_name,
            .last_name = acceptance.last_name,
            .created_at = now,
            .email_verified_at = now};
  return InsertUser(transaction, user, acceptance.password_hash);
}

}  // namespace

absl::StatusOr<bool> PostgresAccountRepository::VerifyEmail(const db::TenantContext& context,
                                                            const MailLink& link, absl::Time now,
                                                            absl::Time deadline) {
  auto transaction = Use(platform_, context, link, now, deadline);
  if (!transaction.ok()) return transaction.status();
  if (!*transaction) return false;
  const auto verified =
      (*transaction)->RunAndCommit(kVerify, db::Params().Id(link.user_id).Time(now));
  if (!verified.ok()) return verified.status();
  return true;
}

absl::StatusOr<bool> PostgresAccountRepository::ResetPassword(const db::TenantContext& context,
                                                              const MailLink& link,
                                                              const std::string& password_hash,
                                                              const NewMail& notice, absl::Time now,
                                                              absl::Time deadline) {
  auto opened = Use(platform_, context, link, now, deadline);
  if (!opened.ok()) return opened.status();
  if (!*opened) return false;
  auto& transaction = **opened;
  // Only a mail proves whose the address is.
  const bool mailed = link.kind == MailKind::kResetPassword;
  if (mailed) {
    const auto forgotten = transaction.Run(kForgetFactor, db::Params().Id(link.user_id));
    if (!forgotten.ok()) return forgotten.status();
  }
  const auto reset = transaction.Run(
      kReset, db::Params().Id(link.user_id).Time(now).Text(password_hash).Bool(mailed));
  if (!reset.ok()) return reset.status();
  if (reset->empty()) return false;
  const auto ended = transaction.Run(kEndSessions, db::Params().Id(link.user_id).Time(now));
  if (!ended.ok()) return ended.status();
  if (auto status = InsertMail(transaction, notice); !status.ok()) return status;
  const auto others =
      transaction.RunAndCommit(kEndLinks, db::Params().Text(link.recipient).Time(now));
  if (!others.ok()) return others.status();
  return true;
}

absl::Status PostgresAccountRepository::CheckNewMember(const db::TenantContext& context,
                                                       const core::Ulid& inviter,
                                                       const Invitation& invitation,
                                                       absl::Time deadline) {
  auto transaction = platform_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  auto judged = JudgeInvitation(*transaction, context.tenant_id, inviter, invitation);
  return judged.ok() ? transaction->Commit() : judged;
}

absl::Status PostgresAccountRepository::Invite(const db::TenantContext& context,
                                               const Invitation& invitation, const NewMail& mail,
                                               absl::Time deadline) {
  auto transaction = platform_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  auto inserted = InsertInvitation(*transaction, context.tenant_id, invitation, mail);
  return inserted.ok() ? transaction->Commit() : inserted;
}

absl::StatusOr<bool> PostgresAccountRepository::HasAdministrator(const db::TenantContext& context,
                                                                 absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kAdministered, db::Params().Id(context.tenant_id));
  if (!rows.ok()) return rows.status();
  return (*rows)[0].Bool("administered");
}

absl::StatusOr<bool> PostgresAccountRepository::AddMember(const db::TenantContext& context,
                                                          const Member& member,
                                                          const std::string& password_hash,
                                                          absl::Time password_expires_at,
                                                          absl::Time now, absl::Time deadline) {
  auto transaction = platform_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const User user{.id = member.user_id,
                  .email = member.email,
                  .first_name = member.first_name,
                  .last_name = member.last_name,
                  .created_at = now};
  const auto inserted = InsertUser(*transaction, user, password_hash, password_expires_at);
  if (!inserted.ok() || !*inserted) return inserted;
  auto withdrawn = WithdrawInvitations(*transaction, context.tenant_id, member.email, now);
  if (!withdrawn.ok()) return withdrawn;
  return Joined(transaction->RunAndCommit(kJoin, db::Params()
                                                     .Id(context.tenant_id)
                                                     .Id(member.id)
                                                     .Id(member.user_id)
                                                     .Text(StaffRoleName(member.role))
                                                     .Text(NonEmpty(member.job_title))
                                                     .Text(NonEmpty(member.employee_id))
                                                     .Time(now)
                                                     .Id(member.doctor_id)
                                                     .TextArray(member.workflows)));
}

absl::StatusOr<bool> PostgresAccountRepository::Accept(const db::TenantContext& context,
                                                       const Acceptance& acceptance, absl::Time now,
                                                       absl::Time deadline) {
  const auto& link = acceptance.link;
  auto opened = Use(platform_, context, link, now, deadline);
  if (!opened.ok()) return opened.status();
  if (!*opened) return false;
  auto& transaction = **opened;
  const auto invitation =
      transaction.Run(kAccept, db::Params().Id(link.tenant_id).Id(link.id).Time(now));
  if (!invitation.ok()) return invitation.status();
  if (invitation->empty()) return false;
  const auto secured = SecureUser(transaction, acceptance, now);
  if (!secured.ok() || !*secured) return secured;
  const auto row = (*invitation)[0];
  return Joined(transaction.RunAndCommit(kJoin, db::Params()
                                                    .Id(link.tenant_id)
                                                    .Id(core::Ulid::Generate(now))
                                                    .Id(acceptance.user_id)
                                                    .Text(row.Text("role"))
                                                    .Text(row.OptionalText("job_title"))
                                                    .Text(row.OptionalText("employee_id"))
                                                    .Time(now)
                                                    .Id(row.OptionalId("practitioner_id"))
                                                    .TextArray(row.TextArray("workflows"))));
}

}  // namespace enlace::auth::storage
