#include "services/auth/storage/insert_session.h"

#include "libs/core/reasons.h"
#include "services/auth/storage/hash_text.h"
#include "services/auth/storage/in_force.h"

namespace enlace::auth::storage {
namespace {

// Waits for a change of the user that is under way: whoever has just lost a password, or gained a
// second factor, has no session begun by what was before.
constexpr db::Statement kInsert = {"insert_session", R"(
  INSERT INTO sessions (tenant_id, id, user_id, ip, user_agent, expires_at, created_at, updated_at)
  SELECT m.tenant_id, $2::uuid, m.user_id, $4, $5, $6::timestamptz, $7::timestamptz, $7
  FROM memberships m
  JOIN users u ON u.id = m.user_id
  JOIN tenants t ON t.tenant_id = m.tenant_id
  WHERE m.tenant_id = $1 AND m.user_id = $3
    AND ($8::text IS NULL
         OR u.password_hash = $8 AND u.mfa_enabled_at IS NOT DISTINCT FROM $9::timestamptz)
    AND)" ENLACE_MEMBER_IN_FORCE("$7") R"(
  FOR SHARE OF u
  RETURNING id)"};

constexpr db::Statement kInsertToken = {"insert_refresh_token", R"(
  INSERT INTO refresh_tokens (tenant_id, id, session_id, parent_id, token_hash, created_at,
                              expires_at)
  VALUES ($1, $2, $3, $4, decode($5, 'hex'), $6, $7))"};

}  // namespace

absl::Status InsertRefreshToken(db::Transaction& transaction, const core::Ulid& tenant_id,
                                const core::Ulid& session_id,
                                const std::optional<core::Ulid>& parent,
                                const NewRefreshToken& token) {
  return transaction
      .Run(kInsertToken, db::Params()
                             .Id(tenant_id)
                             .Id(token.id)
                             .Id(session_id)
                             .Id(parent)
                             .Text(HashText(token.hash))
                             .Time(token.created_at)
                             .Time(token.expires_at))
      .status();
}

absl::Status InsertSession(db::Transaction& transaction, const db::TenantContext& context,
                           const NewSession& session) {
  std::optional<std::string> password_hash;
  std::optional<absl::Time> mfa_enabled_at;
  if (session.judged) {
    password_hash = session.judged->password_hash;
    mfa_enabled_at = session.judged->mfa_enabled_at;
  }
  const auto rows = transaction.Run(kInsert, db::Params()
                                                 .Id(context.tenant_id)
                                                 .Id(session.id)
                                                 .Id(session.user_id)
                                                 .Text(context.ip)
                                                 .Text(context.user_agent)
                                                 .Time(session.expires_at)
                                                 .Time(session.created_at)
                                                 .Text(password_hash)
                                                 .Time(mfa_enabled_at));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::NoMembershipTenant();
  return InsertRefreshToken(transaction, context.tenant_id, session.id, std::nullopt,
                            session.token);
}

}  // namespace enlace::auth::storage
