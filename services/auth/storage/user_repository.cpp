#include "services/auth/storage/user_repository.h"

#include <string>

#include "libs/core/reasons.h"
#include "services/auth/domain/staff_role.h"

namespace enlace::auth::storage {
namespace {

#define ENLACE_USER_COLUMNS                                                      \
  "id, email, first_name, last_name, coalesce(phone, '') AS phone, created_at, " \
  "email_verified_at, mfa_enabled_at, "                                          \
  "password_hash, password_expires_at, active"

constexpr db::Statement kFindByEmail = {"find_user_by_email",
                                        "SELECT " ENLACE_USER_COLUMNS
                                        " FROM users WHERE email = $1 AND deleted_at IS NULL"};

constexpr db::Statement kGet = {
    "get_user", "SELECT " ENLACE_USER_COLUMNS " FROM users WHERE id = $1 AND deleted_at IS NULL"};

constexpr db::Statement kChangePassword = {"change_password", R"(
  UPDATE users SET password_hash = $3, password_expires_at = NULL
  WHERE id = $1 AND password_hash = $2 AND deleted_at IS NULL
  RETURNING id)"};

constexpr db::Statement kEndOthers = {"end_other_sessions", R"(
  UPDATE sessions SET ended_at = $3, end_reason = 'PASSWORD_CHANGED'
  WHERE user_id = $1 AND id <> $2 AND ended_at IS NULL AND expires_at > $3)"};

constexpr db::Statement kMemberships = {"list_memberships_of_user", R"(
  SELECT t.tenant_id, t.name, t.slug, m.role,
         m.role = 'auditor' OR coalesce(t.settings -> 'mfaRequired' <> 'false', true)
           AS requires_mfa
  FROM memberships m JOIN tenants t ON t.tenant_id = m.tenant_id
  WHERE m.user_id = $1 AND m.active AND m.deleted_at IS NULL
    AND t.active AND t.deleted_at IS NULL
  ORDER BY t.name, t.tenant_id)"};

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
          .active = row.Bool("active")};
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

absl::StatusOr<std::vector<Membership>> PostgresUserRepository::Memberships(
    const core::Ulid& user_id, absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kMemberships, db::Params().Id(user_id));
  if (!rows.ok()) return rows.status();
  std::vector<Membership> memberships;
  for (int i = 0; i < rows->size(); ++i) {
    const auto row = (*rows)[i];
    memberships.push_back({.tenant_id = row.Id("tenant_id"),
                           .tenant_name = std::string(row.Text("name")),
                           .tenant_slug = std::string(row.Text("slug")),
                           .role = ReadStaffRole(row.Text("role")),
                           .requires_mfa = row.Bool("requires_mfa")});
  }
  return memberships;
}

}  // namespace enlace::auth::storage
