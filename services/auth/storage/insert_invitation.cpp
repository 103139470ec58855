#include "services/auth/storage/insert_invitation.h"

#include "libs/core/reasons.h"
#include "libs/db/sql_error.h"
#include "services/auth/domain/staff_role.h"
#include "services/auth/storage/insert_mail.h"
#include "services/auth/storage/judge_workflows.h"

namespace enlace::auth::storage {
namespace {

constexpr db::Statement kJudge = {"judge_invitation", R"(
  SELECT EXISTS (SELECT FROM users WHERE id = $2 AND email_verified_at IS NOT NULL) AS verified,
         EXISTS (SELECT FROM memberships
                 WHERE tenant_id = $1 AND user_id = $2 AND ends_at IS NOT NULL) AS acts,
         (SELECT m.id FROM memberships m JOIN users u ON u.id = m.user_id
          WHERE m.tenant_id = $1 AND m.active AND m.deleted_at IS NULL AND m.ends_at IS NULL
            AND u.email = $3) AS member_id,
         EXISTS (SELECT FROM memberships m JOIN users u ON u.id = m.user_id
                 WHERE m.tenant_id = $1 AND m.employee_id = $4 AND u.email <> $3) AS employee_id)"};

constexpr db::Statement kReplace = {"replace_invitation", R"(
  UPDATE invitations SET withdrawn_at = $3
  WHERE tenant_id = $1 AND email = $2 AND accepted_at IS NULL AND withdrawn_at IS NULL)"};

constexpr db::Statement kInsert = {"insert_invitation", R"(
  INSERT INTO invitations (tenant_id, id, email, role, job_title, employee_id, created_at,
                           updated_at, expires_at, practitioner_id, workflows)
  VALUES ($1, $2, $3, $4, nullif($5, ''), nullif($6, ''), $7, $7, $8, $9, $10))"};

}  // namespace

absl::Status JudgeInvitation(db::Transaction& transaction, const core::Ulid& tenant_id,
                             const core::Ulid& inviter, const Invitation& invitation) {
  const auto rows = transaction.Run(
      kJudge,
      db::Params().Id(tenant_id).Id(inviter).Text(invitation.email).Text(invitation.employee_id));
  if (!rows.ok()) return rows.status();
  const auto row = (*rows)[0];
  if (row.Bool("acts")) return core::refusal::RoleNotAllowedActing();
  if (!row.Bool("verified")) return core::refusal::EmailNotVerified();
  if (const auto member = row.OptionalId("member_id")) {
    return core::refusal::AlreadyExistsMember(member->ToString());
  }
  if (row.Bool("employee_id")) return core::refusal::AlreadyExistsEmployeeId();
  return JudgeWorkflows(transaction, tenant_id, invitation.workflows);
}

absl::Status WithdrawInvitations(db::Transaction& transaction, const core::Ulid& tenant_id,
                                 const std::string& email, absl::Time now) {
  return transaction.Run(kReplace, db::Params().Id(tenant_id).Text(email).Time(now)).status();
}

absl::Status InsertInvitation(db::Transaction& transaction, const core::Ulid& tenant_id,
                              const Invitation& invitation, const NewMail& mail) {
  auto replaced =
      WithdrawInvitations(transaction, tenant_id, invitation.email, invitation.created_at);
  if (!replaced.ok()) return replaced;
  if (auto status = InsertMail(transaction, mail); !status.ok()) return status;
  const auto inserted = transaction.Run(kInsert, db::Params()
                                                     .Id(tenant_id)
                                                     .Id(invitation.id)
                                                     .Text(invitation.email)
                                                     .Text(StaffRoleName(invitation.role))
                                                     .Text(invitation.job_title)
                                                     .Text(invitation.employee_id)
                                                     .Time(invitation.created_at)
                                                     .Time(invitation.expires_at)
                                                     .Id(invitation.doctor_id)
                                                     .TextArray(invitation.workflows));
  // Of two to one address at once, the other one was stored first.
  if (db::ConstraintOf(inserted.status()) == "invitations_open") {
    return core::refusal::ConcurrentChange();
  }
  return inserted.status();
}

}  // namespace enlace::auth::storage
