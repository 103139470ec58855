#include <string>

#include "libs/core/reasons.h"
#include "libs/db/sql_error.h"
#include "services/auth/domain/staff_role.h"
#include "services/auth/storage/insert_mail.h"
#include "services/auth/storage/member_repository.h"

namespace enlace::auth::storage {
namespace {

// The policy shows the tenant's members only.
constexpr db::Statement kJudge = {"judge_invitation", R"(
  SELECT EXISTS (SELECT FROM users WHERE id = $2 AND email_verified_at IS NOT NULL) AS verified,
         (SELECT m.id FROM memberships m JOIN users u ON u.id = m.user_id
          WHERE m.tenant_id = $1 AND m.active AND m.deleted_at IS NULL
            AND u.email = $3) AS member_id,
         EXISTS (SELECT FROM memberships m JOIN users u ON u.id = m.user_id
                 WHERE m.tenant_id = $1 AND m.employee_id = $4 AND u.email <> $3) AS employee_id)"};

constexpr db::Statement kReplace = {"replace_invitation", R"(
  UPDATE invitations SET withdrawn_at = $3
  WHERE tenant_id = $1 AND email = $2 AND accepted_at IS NULL AND withdrawn_at IS NULL)"};

constexpr db::Statement kInsert = {"insert_invitation", R"(
  INSERT INTO invitations (tenant_id, id, email, role, job_title, employee_id, created_at,
                           updated_at, expires_at)
  VALUES ($1, $2, $3, $4, nullif($5, ''), nullif($6, ''), $7, $7, $8))"};

constexpr db::Statement kList = {"list_invitations", R"(
  SELECT id, email, role, coalesce(job_title, '') AS job_title,
         coalesce(employee_id, '') AS employee_id, created_at, expires_at
  FROM invitations
  WHERE tenant_id = $1 AND ($2::uuid IS NULL OR id > $2)
    AND accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > $4
  ORDER BY id LIMIT $3)"};

constexpr db::Statement kWithdraw = {"withdraw_invitation", R"(
  UPDATE invitations SET withdrawn_at = $3
  WHERE tenant_id = $1 AND id = $2 AND accepted_at IS NULL AND withdrawn_at IS NULL
    AND expires_at > $3
  RETURNING id)"};

Invitation ReadInvitation(const db::Row& row) {
  return {.id = row.Id("id"),
          .email = std::string(row.Text("email")),
          .role = ReadStaffRole(row.Text("role")),
          .job_title = std::string(row.Text("job_title")),
          .employee_id = std::string(row.Text("employee_id")),
          .created_at = row.Time("created_at"),
          .expires_at = row.Time("expires_at")};
}

absl::Status Judge(db::Transaction& transaction, const core::Ulid& tenant_id,
                   const core::Ulid& inviter, const Invitation& invitation) {
  const auto rows = transaction.Run(
      kJudge,
      db::Params().Id(tenant_id).Id(inviter).Text(invitation.email).Text(invitation.employee_id));
  if (!rows.ok()) return rows.status();
  const auto row = (*rows)[0];
  if (!row.Bool("verified")) return core::refusal::EmailNotVerified();
  if (const auto member = row.OptionalId("member_id")) {
    return core::refusal::AlreadyExistsMember(member->ToString());
  }
  if (row.Bool("employee_id")) return core::refusal::AlreadyExistsEmployeeId();
  return absl::OkStatus();
}

}  // namespace

absl::Status PostgresMemberRepository::Invite(const db::TenantContext& context,
                                              const core::Ulid& inviter,
                                              const Invitation& invitation, const NewMail& mail,
                                              absl::Time deadline) {
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  if (auto status = Judge(*transaction, context.tenant_id, inviter, invitation); !status.ok()) {
    return status;
  }
  const auto replaced = transaction->Run(
      kReplace,
      db::Params().Id(context.tenant_id).Text(invitation.email).Time(invitation.created_at));
  if (!replaced.ok()) return replaced.status();
  if (auto status = InsertMail(*transaction, mail); !status.ok()) return status;
  const auto inserted = transaction->RunAndCommit(kInsert, db::Params()
                                                               .Id(context.tenant_id)
                                                               .Id(invitation.id)
                                                               .Text(invitation.email)
                                                               .Text(StaffRoleName(invitation.role))
                                                               .Text(invitation.job_title)
                                                               .Text(invitation.employee_id)
                                                               .Time(invitation.created_at)
                                                               .Time(invitation.expires_at));
  // Of two to one address at once, the other one was stored first.
  if (db::ConstraintOf(inserted.status()) == "invitations_open") {
    return core::refusal::ConcurrentChange();
  }
  return inserted.status();
}

absl::StatusOr<std::vector<Invitation>> PostgresMemberRepository::ListInvitations(
    const db::TenantContext& context, const std::optional<core::Ulid>& after, int limit,
    absl::Time now, absl::Time deadline) {
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(
      kList, db::Params().Id(context.tenant_id).Id(after).Int(limit).Time(now));
  if (!rows.ok()) return rows.status();
  std::vector<Invitation> invitations;
  invitations.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) invitations.push_back(ReadInvitation((*rows)[i]));
  return invitations;
}

absl::Status PostgresMemberRepository::Withdraw(const db::TenantContext& context,
                                                const core::Ulid& id, absl::Time now,
                                                absl::Time deadline) {
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows =
      transaction->RunAndCommit(kWithdraw, db::Params().Id(context.tenant_id).Id(id).Time(now));
  if (!rows.ok()) return rows.status();
  return rows->empty() ? core::refusal::NotFoundInvitation() : absl::OkStatus();
}

}  // namespace enlace::auth::storage
