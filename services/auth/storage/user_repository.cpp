#include "services/auth/storage/user_repository.h"

#include <string>

#include "libs/core/reasons.h"
#include "services/auth/domain/staff_role.h"
#include "services/auth/storage/in_force.h"

namespace enlace::auth::storage {
namespace {

#define ENLACE_USER_COLUMNS                                                      \
  "id, email, first_name, last_name, coalesce(phone, '') AS phone, created_at, " \
  "email_verified_at, mfa_enabled_at, "                                          \
  "password_hash, password_expires_at, active, super_admin"

constexpr db::Statement kFindByEmail = {"find_user_by_email",
                                        "SELECT " ENLACE_USER_COLUMNS
                                        " FROM users WHERE email = $1 AND deleted_at IS NULL"};

constexpr db::Statement kGet = {
    "get_user", "SELECT " ENLACE_USER_COLUMNS " FROM users WHERE id = $1 AND deleted_at IS NULL"};

constexpr db::Statement kChangePassword = {"change_password", R"(
  UPDATE users SET password_hash = $3, password_expires_at = NULL
  WHERE id = $1 AND password_hash = $2 AND deleted_at IS NULL
  RETURNING id)"};

constexpr db::Statement kRehash = {"rehash_password", R"(
  UPDATE users SET password_hash = $3
  WHERE id = $1 AND password_hash = $2 AND deleted_at IS NULL)"};

constexpr db::Statement kEndOthers = {"end_other_sessions", R"(
  UPDATE sessions SET ended_at = $3, end_reason = 'PASSWORD_CHANGED'
  WHERE user_id = $1 AND id <> $2 AND ended_at IS NULL AND expires_at > $3)"};

constexpr db::Statement kMemberships = {"list_memberships_of_user", R"(
  SELECT t.tenant_id, t.name, t.slug, m.role, m.workflows,
         m.role = 'auditor' OR u.super_admin
           OR coalesce(t.settings -> 'mfaRequired' <> 'false', true) AS requires_mfa
  FROM memberships m
  JOIN users u ON u.id = m.user_id
  JOIN tenants t ON t.tenant_id = m.tenant_id
  WHERE m.user_id = $1 AND)" ENLACE_MEMBER_IN_FORCE("$2") R"(
  ORDER BY t.name, t.tenant_id)"};

// Waits for a change of the user that is under way, and holds off the next one.
constexpr db::Statement kMayAct = {"may_act", R"(
  SELECT super_admin AND active AND deleted_at IS NULL AND mfa_enabled_at IS NOT NULL
         AND EXISTS (SELECT FROM memberships m JOIN tenants t ON t.tenant_id = m.tenant_id
                     WHERE m.user_id = users.id AND m.active AND m.deleted_at IS NULL
                       AND m.ends_at IS NULL AND t.active AND t.deleted_at IS NULL) AS may
  FROM users WHERE id = $1 FOR SHARE)"};

constexpr db::Statement kActAs = {"act_as", R"(
  INSERT INTO memberships AS m (tenant_id, id, user_id, role, created_at, updated_at,
                                acting_reason, ends_at)
  VALUES ($1, $2, $3, 'organization_admin', $5, $5, $4, $6)
  ON CONFLICT (tenant_id, user_id) DO UPDATE SET
    role = excluded.role, active = true, deleted_at = NULL, workflows = '{}',
    acting_reason = excluded.acting_reason, ends_at = excluded.ends_at
  WHERE m.ends_at IS NOT NULL OR NOT m.active OR m.deleted_at IS NOT NULL
  RETURNING id)"};

constexpr db::Statement kTenantOf = {"tenant_of_user", R"(
  SELECT m.tenant_id FROM users u JOIN memberships m ON m.user_id = u.id
  WHERE u.email = $1 AND u.deleted_at IS NULL
  ORDER BY (m.ends_at IS NOT NULL OR m.deleted_at IS NOT NULL), m.created_at LIMIT 1)"};

constexpr db::Statement kSetSuperAdmin = {"set_super_admin", R"(
  UPDATE users SET super_admin = $2 WHERE email = $1 AND deleted_at IS NULL)"};

constexpr db::Statement kStopActing = {"stop_acting", R"(
  UPDATE memberships SET ends_at = now()
  WHERE user_id = (SELECT id FROM users WHERE email = $1) AND ends_at > now())"};

User ReadUser(const db::Row& row) {
  User user;
  user.id = row.Id("id");
  user.email = row.Text("email");
  user.first_name = row.Text("first_name");
  user.last_name = row.Text("last_name");
  user.phone = row.Text("phone");
  user.created_at = row.Time("created_at");
  user.email_verified_at = row.OptionalTime("email_verified_at");
  user.mfa_enabled_at = row.OptionalTime("mfa_enabled_at");
  return user;
}

StoredUser ReadStored(const db::Row& row) {
  return {.user = ReadUser(row),
          .password_hash = std::string(row.Text("password_hash")),
          .password_expires_at = row.OptionalTime("password_expires_at"),
          .active = row.Bool("active"),
          .super_admin = row.Bool("super_admin")};
}

}  // namespace

absl::StatusOr<std::optional<StoredUser>> PostgresUserRepository::FindByEmail(
    const std::string& email, absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kFindByEmail, db::Params().Text(email));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::nullopt;
  return ReadStored((*rows)[0]);
}

absl::StatusOr<StoredUser> PostgresUserRepository::Get(const core::Ulid& id, absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kGet, db::Params().Id(id));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::NotFound();
  return ReadStored((*rows)[0]);
}

absl::StatusOr<bool> PostgresUserRepository::ChangePassword(
    const db::TenantContext& context, const core::Ulid& id, const std::string& from,
    const std::string& to, const core::Ulid& kept, absl::Time now, absl::Time deadline) {
  auto transaction = platform_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto changed = transaction->Run(kChangePassword, db::Params().Id(id).Text(from).Text(to));
  if (!changed.ok()) return changed.status();
  if (changed->empty()) return false;
  const auto ended = transaction->RunAndCommit(kEndOthers, db::Params().Id(id).Id(kept).Time(now));
  if (!ended.ok()) return ended.status();
  return true;
}

absl::StatusOr<bool> PostgresUserRepository::Rehash(const db::TenantContext& context,
                                                    const core::Ulid& id, const std::string& from,
                                                    const std::string& to, absl::Time deadline) {
  auto transaction = platform_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto stored = transaction->RunAndCommit(kRehash, db::Params().Id(id).Text(from).Text(to));
  if (!stored.ok()) return stored.status();
  return stored->affected() == 1;
}

absl::StatusOr<std::vector<Membership>> PostgresUserRepository::Memberships(
    const core::Ulid& user_id, absl::Time now, absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kMemberships, db::Params().Id(user_id).Time(now));
  if (!rows.ok()) return rows.status();
  std::vector<Membership> memberships;
  for (int i = 0; i < rows->size(); ++i) {
    const auto row = (*rows)[i];
    memberships.push_back({.tenant_id = row.Id("tenant_id"),
                           .tenant_name = std::string(row.Text("name")),
                           .tenant_slug = std::string(row.Text("slug")),
                           .role = ReadStaffRole(row.Text("role")),
                           .requires_mfa = row.Bool("requires_mfa"),
                           .workflows = row.TextArray("workflows")});
  }
  return memberships;
}

absl::StatusOr<bool> PostgresUserRepository::ActAs(const db::TenantContext& context,
                                                   const std::string& reason, absl::Time now,
                                                   absl::Time ends_at, absl::Time deadline) {
  auto transaction = platform_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto user = core::Ulid::Parse(context.actor_id);
  const auto may = transaction->Run(kMayAct, db::Params().Id(user));
  if (!may.ok()) return may.status();
  if (may->empty() || !(*may)[0].Bool("may")) return core::refusal::RoleNotAllowedSuperAdmin();
  const auto rows = transaction->RunAndCommit(kActAs, db::Params()
                                                          .Id(context.tenant_id)
                                                          .Id(core::Ulid::Generate(now))
                                                          .Id(user)
                                                          .Text(reason)
                                                          .Time(now)
                                                          .Time(ends_at));
  if (!rows.ok()) return rows.status();
  return !rows->empty();
}

absl::StatusOr<bool> PostgresUserRepository::SetSuperAdmin(const std::string& email,
                                                           bool super_admin, absl::Time deadline) {
  db::TenantContext context{.actor_id = core::Ulid().ToString(), .actor_type = "PLATFORM"};
  {
    auto reading = platform_.Begin(deadline);
    if (!reading.ok()) return reading.status();
    const auto tenant = reading->RunAndCommit(kTenantOf, db::Params().Text(email));
    if (!tenant.ok()) return tenant.status();
    if (tenant->empty()) return false;
    context.tenant_id = (*tenant)[0].Id("tenant_id");
  }
  auto transaction = platform_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  if (!super_admin) {
    const auto stopped = transaction->Run(kStopActing, db::Params().Text(email));
    if (!stopped.ok()) return stopped.status();
  }
  const auto changed =
      transaction->RunAndCommit(kSetSuperAdmin, db::Params().Text(email).Bool(super_admin));
  if (!changed.ok()) return changed.status();
  return changed->affected() > 0;
}

}  // namespace enlace::auth::storage
