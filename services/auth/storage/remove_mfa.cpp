#include "libs/core/reasons.h"
#include "services/auth/storage/insert_mail.h"
#include "services/auth/storage/mfa_repository.h"

namespace enlace::auth::storage {
namespace {

// Locks the user: a code that is confirmed meanwhile waits, or was confirmed before. A membership
// that is only deactivated counts: its clinic may renew it. A super admin may act in every clinic.
constexpr db::Statement kFind = {"find_mfa_of_member", R"(
  SELECT u.id, u.email, u.mfa_enabled_at IS NOT NULL AS has_factor,
         u.super_admin OR EXISTS (SELECT FROM memberships o
                 WHERE o.user_id = m.user_id AND o.tenant_id <> m.tenant_id
                   AND o.deleted_at IS NULL) AS elsewhere
  FROM memberships m JOIN users u ON u.id = m.user_id
  WHERE m.tenant_id = $1 AND m.id = $2 AND m.deleted_at IS NULL AND u.deleted_at IS NULL
  FOR UPDATE OF u)"};

constexpr db::Statement kRemove = {"remove_mfa", R"(
  WITH codes AS (DELETE FROM recovery_codes WHERE user_id = $1)
  DELETE FROM mfa_factors WHERE user_id = $1)"};

constexpr db::Statement kNote = {"note_mfa_removed",
                                 "UPDATE users SET mfa_enabled_at = NULL WHERE id = $1"};

constexpr db::Statement kEndSessions = {"end_sessions_after_mfa_reset", R"(
  UPDATE sessions SET ended_at = $2, end_reason = 'MFA_RESET'
  WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2)"};

}  // namespace

absl::Status PostgresMfaRepository::Remove(const db::TenantContext& context,
                                           const core::Ulid& administrator,
                                           const core::Ulid& member_id, NewMail notice,
                                           absl::Time now, absl::Time deadline) {
  auto transaction = platform_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto found = transaction->Run(kFind, db::Params().Id(context.tenant_id).Id(member_id));
  if (!found.ok()) return found.status();
  if (found->empty()) return core::refusal::NotFoundMember();
  const auto row = (*found)[0];
  const auto user_id = row.Id("id");
  if (user_id == administrator) return core::refusal::OwnMfa();
  if (row.Bool("elsewhere")) return core::refusal::MemberElsewhere();
  if (!row.Bool("has_factor")) return core::refusal::MfaAbsent();
  const auto removed = transaction->Run(kRemove, db::Params().Id(user_id));
  if (!removed.ok()) return removed.status();
  const auto noted = transaction->Run(kNote, db::Params().Id(user_id));
  if (!noted.ok()) return noted.status();
  notice.recipient = row.Text("email");
  if (auto status = InsertMail(*transaction, notice); !status.ok()) return status;
  return transaction->RunAndCommit(kEndSessions, db::Params().Id(user_id).Time(now)).status();
}

}  // namespace enlace::auth::storage
