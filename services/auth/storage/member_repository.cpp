#include "services/auth/storage/member_repository.h"

#include <string>
#include <utility>

#include "libs/core/reasons.h"
#include "libs/db/sql_error.h"
#include "services/auth/domain/staff_role.h"
#include "services/auth/storage/bool_text.h"
#include "services/auth/storage/insert_invitation.h"
#include "services/auth/storage/judge_workflows.h"
#include "services/auth/storage/version_params.h"

namespace enlace::auth::storage {
namespace {

#define ENLACE_SELECT_MEMBERS                                                            \
  "SELECT m.id, m.user_id, u.email, u.first_name, u.last_name, m.role,"                  \
  " coalesce(m.job_title, '') AS job_title, coalesce(m.employee_id, '') AS employee_id," \
  " m.practitioner_id, m.workflows, coalesce(m.acting_reason, '') AS acting_reason,"     \
  " m.ends_at, m.active, m.created_at, m.version"                                        \
  " FROM memberships m JOIN users u ON u.id = m.user_id"                                 \
  " WHERE m.tenant_id = $1 AND m.deleted_at IS NULL "

constexpr db::Statement kGet = {"get_member", ENLACE_SELECT_MEMBERS "AND m.id = $2"};

constexpr db::Statement kList = {"list_members", ENLACE_SELECT_MEMBERS
                                 "AND ($2::uuid IS NULL OR m.id > $2) ORDER BY m.id LIMIT $3"};

// In one order everywhere: of two administrators who demote each other the second sees what the
// first did.
constexpr db::Statement kLockAdmins = {"lock_admins", R"(
  SELECT id FROM memberships
  WHERE tenant_id = $1 AND role = 'organization_admin' AND active AND deleted_at IS NULL
    AND ends_at IS NULL
  ORDER BY id FOR UPDATE)"};

// An absent parameter leaves its column as it is; an empty text clears it. Who becomes an
// administrator is not limited any more.
constexpr db::Statement kUpdate = {"update_member", R"(
  UPDATE memberships SET
    role = coalesce($3, role),
    active = coalesce($4::boolean, active),
    job_title = CASE WHEN $5::text IS NULL THEN job_title ELSE nullif($5, '') END,
    employee_id = CASE WHEN $6::text IS NULL THEN employee_id ELSE nullif($6, '') END,
    workflows = CASE WHEN $8::text[] IS NOT NULL THEN $8
                     WHEN $3 = 'organization_admin' THEN '{}' ELSE workflows END
  WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL
    AND ($7::bigint[] IS NULL OR version = ANY ($7)))"};

Member ReadMember(const db::Row& row) {
  return {.id = row.Id("id"),
          .user_id = row.Id("user_id"),
          .email = std::string(row.Text("email")),
          .first_name = std::string(row.Text("first_name")),
          .last_name = std::string(row.Text("last_name")),
          .role = ReadStaffRole(row.Text("role")),
          .job_title = std::string(row.Text("job_title")),
          .employee_id = std::string(row.Text("employee_id")),
          .doctor_id = row.OptionalId("practitioner_id"),
          .workflows = row.TextArray("workflows"),
          .acting_reason = std::string(row.Text("acting_reason")),
          .ends_at = row.OptionalTime("ends_at"),
          .active = row.Bool("active"),
          .created_at = row.Time("created_at"),
          .version = row.Int("version")};
}

absl::StatusOr<Member> One(const absl::StatusOr<db::Rows>& rows) {
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::NotFoundMember();
  return ReadMember((*rows)[0]);
}

// Whether an administrator who is one now would not be one afterwards.
bool Demotes(const MemberChanges& changes) {
  return (changes.role && *changes.role != StaffRoleName(authn::Role::kOrganizationAdmin)) ||
         (changes.active && !*changes.active);
}

// LAST_ADMIN when `id` is the only one. Locks all of them until the commit.
absl::Status CheckOtherAdmin(db::Transaction& transaction, const core::Ulid& tenant_id,
                             const core::Ulid& id) {
  const auto admins = transaction.Run(kLockAdmins, db::Params().Id(tenant_id));
  if (!admins.ok()) return admins.status();
  const bool only = admins->size() == 1 && (*admins)[0].Id("id") == id;
  return only ? core::refusal::LastAdmin() : absl::OkStatus();
}

}  // namespace

absl::StatusOr<Member> PostgresMemberRepository::Get(const db::TenantContext& context,
                                                     const core::Ulid& id, absl::Time deadline) {
  return One(database_.Read(context, kGet, db::Params().Id(context.tenant_id).Id(id), deadline));
}

absl::StatusOr<std::vector<Member>> PostgresMemberRepository::List(
    const db::TenantContext& context, const std::optional<core::Ulid>& after, int limit,
    absl::Time deadline) {
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows =
      transaction->RunAndCommit(kList, db::Params().Id(context.tenant_id).Id(after).Int(limit));
  if (!rows.ok()) return rows.status();
  std::vector<Member> members;
  members.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) members.push_back(ReadMember((*rows)[i]));
  return members;
}

absl::StatusOr<Member> PostgresMemberRepository::Update(const db::TenantContext& context,
                                                        const core::Ulid& id,
                                                        const MemberChanges& changes,
                                                        const core::VersionMatch& if_match,
                                                        absl::Time now, absl::Time deadline) {
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  if (Demotes(changes)) {
    if (auto status = CheckOtherAdmin(*transaction, context.tenant_id, id); !status.ok()) {
      return status;
    }
  }
  if (changes.workflows) {
    auto judged = JudgeWorkflows(*transaction, context.tenant_id, *changes.workflows);
    if (!judged.ok()) return judged;
  }
  db::Params params;
  params.Id(context.tenant_id)
      .Id(id)
      .Text(changes.role)
      .Text(BoolText(changes.active))
      .Text(changes.job_title)
      .Text(changes.employee_id);
  AddVersions(if_match, params);
  if (changes.workflows) {
    params.TextArray(*changes.workflows);
  } else {
    params.Null();
  }
  const auto updated = transaction->Run(kUpdate, params);
  if (db::ConstraintOf(updated.status()) == "memberships_admin_unlimited") {
    return core::InvalidFields({core::violation::WorkflowUnknownAdmin("workflows")});
  }
  if (db::ConstraintOf(updated.status()) == "memberships_employee_id") {
    return core::refusal::AlreadyExistsEmployeeId();
  }
  if (!updated.ok()) return updated.status();
  auto member = One(transaction->Run(kGet, db::Params().Id(context.tenant_id).Id(id)));
  if (!member.ok()) return member;
  if (updated->affected() == 0) return core::refusal::EtagMismatch();
  if (changes.role || changes.active) {
    auto withdrawn = WithdrawInvitations(*transaction, context.tenant_id, member->email, now);
    if (!withdrawn.ok()) return withdrawn;
  }
  if (auto status = transaction->Commit(); !status.ok()) return status;
  return member;
}

}  // namespace enlace::auth::storage
