#include <string>

#include "libs/core/reasons.h"
#include "services/auth/domain/staff_role.h"
#include "services/auth/storage/insert_invitation.h"
#include "services/auth/storage/member_repository.h"

namespace enlace::auth::storage {
namespace {

constexpr db::Statement kList = {"list_invitations", R"(
  SELECT id, email, role, coalesce(job_title, '') AS job_title,
         coalesce(employee_id, '') AS employee_id, practitioner_id, workflows, created_at, expires_at
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
          .doctor_id = row.OptionalId("practitioner_id"),
          .workflows = row.TextArray("workflows"),
          .created_at = row.Time("created_at"),
          .expires_at = row.Time("expires_at")};
}

}  // namespace

absl::Status PostgresMemberRepository::Invite(const db::TenantContext& context,
                                              const core::Ulid& inviter,
                                              const Invitation& invitation, const NewMail& mail,
                                              absl::Time deadline) {
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto& tenant_id = context.tenant_id;
  if (auto status = JudgeInvitation(*transaction, tenant_id, inviter, invitation); !status.ok()) {
    return status;
  }
  auto inserted = InsertInvitation(*transaction, tenant_id, invitation, mail);
  return inserted.ok() ? transaction->Commit() : inserted;
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
