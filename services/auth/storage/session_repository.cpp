#include "services/auth/storage/session_repository.h"

#include <string>

#include "libs/core/reasons.h"
#include "services/auth/storage/hash_text.h"
#include "services/auth/storage/in_force.h"
#include "services/auth/storage/insert_session.h"

namespace enlace::auth::storage {
namespace {

// Those of a session that is over are of no use to anybody.
constexpr db::Statement kForget = {"forget_refresh_tokens", R"(
  DELETE FROM refresh_tokens r USING sessions s
  WHERE s.user_id = $1 AND r.tenant_id = s.tenant_id AND r.session_id = s.id
    AND (s.expires_at <= $2 OR s.ended_at IS NOT NULL))"};

constexpr db::Statement kFindOwner = {"find_refresh_token_owner", R"(
  SELECT s.tenant_id, s.id AS session_id, s.user_id, u.email
  FROM refresh_tokens r
  JOIN sessions s ON s.tenant_id = r.tenant_id AND s.id = r.session_id
  JOIN users u ON u.id = s.user_id
  WHERE r.id = $1)"};

constexpr db::Statement kLock = {"lock_session", R"(
  SELECT id FROM sessions WHERE tenant_id = $1 AND id = $2 FOR UPDATE)"};

// Read after the lock: of two that send one token the second sees what became of the first.
constexpr db::Statement kFind = {"find_refresh_token", R"(
  SELECT encode(r.token_hash, 'hex') AS token_hash, r.expires_at, r.used_at,
         s.expires_at AS session_expires_at,
         EXISTS (SELECT FROM refresh_tokens c
                 WHERE c.tenant_id = r.tenant_id AND c.session_id = r.session_id
                   AND c.parent_id = r.id AND c.used_at IS NOT NULL) AS child_used,
         s.ended_at IS NULL AND)" ENLACE_MEMBER_IN_FORCE("$3") R"(AS live
  FROM refresh_tokens r
  JOIN sessions s ON s.tenant_id = r.tenant_id AND s.id = r.session_id
  JOIN memberships m ON m.tenant_id = s.tenant_id AND m.user_id = s.user_id
  JOIN users u ON u.id = s.user_id
  JOIN tenants t ON t.tenant_id = s.tenant_id
  WHERE r.tenant_id = $1 AND r.id = $2)"};

// With those that were given for the same one: of a lost answer and its repeat one token is used.
constexpr db::Statement kUse = {"use_refresh_token", R"(
  UPDATE refresh_tokens r SET used_at = $3
  FROM refresh_tokens sent
  WHERE sent.tenant_id = $1 AND sent.id = $2 AND r.tenant_id = sent.tenant_id
    AND r.session_id = sent.session_id AND r.used_at IS NULL
    AND (r.id = sent.id OR r.parent_id = sent.parent_id))"};

constexpr db::Statement kEnd = {"end_session", R"(
  UPDATE sessions SET ended_at = $3, end_reason = $4
  WHERE tenant_id = $1 AND id = $2 AND ended_at IS NULL)"};

constexpr db::Statement kEndOwn = {"end_own_session", R"(
  UPDATE sessions SET ended_at = $3, end_reason = 'LOGOUT'
  WHERE user_id = $1 AND id = $2 AND ended_at IS NULL AND expires_at > $3
  RETURNING id)"};

constexpr db::Statement kList = {"list_sessions_of_user", R"(
  SELECT s.id, s.tenant_id, t.name, s.created_at, s.expires_at, s.ip, s.user_agent
  FROM sessions s JOIN tenants t ON t.tenant_id = s.tenant_id
  WHERE s.user_id = $1 AND s.ended_at IS NULL AND s.expires_at > $2
    AND EXISTS (SELECT FROM refresh_tokens r
                WHERE r.tenant_id = s.tenant_id AND r.session_id = s.id
                  AND r.used_at IS NULL AND r.expires_at > $2)
  ORDER BY s.id DESC)"};

constexpr db::Statement kEndAll = {"end_sessions_of_user", R"(
  UPDATE sessions SET ended_at = $2, end_reason = 'LOGOUT'
  WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2)"};

StoredRefreshToken ReadToken(const db::Row& row, StoredRefreshToken token) {
  token.hash = ReadHash(row.Text("token_hash"));
  token.expires_at = row.Time("expires_at");
  token.session_expires_at = row.Time("session_expires_at");
  token.used_at = row.OptionalTime("used_at");
  token.child_used = row.Bool("child_used");
  token.live = row.Bool("live");
  return token;
}

absl::Status Apply(db::Transaction& transaction, const StoredRefreshToken& token,
                   const core::Ulid& id, const SessionRepository::RefreshPlan& plan,
                   absl::Time now) {
  if (plan.verdict == RefreshVerdict::kReused) {
    return transaction
        .RunAndCommit(kEnd, db::Params()
                                .Id(token.tenant_id)
                                .Id(token.session_id)
                                .Time(now)
                                .Text("REFRESH_TOKEN_REUSED"))
        .status();
  }
  if (plan.verdict != RefreshVerdict::kRenewed || !plan.successor) return absl::OkStatus();
  const auto used = transaction.Run(kUse, db::Params().Id(token.tenant_id).Id(id).Time(now));
  if (!used.ok()) return used.status();
  auto stored =
      InsertRefreshToken(transaction, token.tenant_id, token.session_id, id, *plan.successor);
  return stored.ok() ? transaction.Commit() : stored;
}

}  // namespace

absl::Status PostgresSessionRepository::Begin(const db::TenantContext& context,
                                              const NewSession& session, absl::Time deadline) {
  auto transaction = platform_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto forgotten =
      transaction->Run(kForget, db::Params().Id(session.user_id).Time(session.created_at));
  if (!forgotten.ok()) return forgotten.status();
  auto stored = InsertSession(*transaction, context, session);
  return stored.ok() ? transaction->Commit() : stored;
}

absl::StatusOr<std::optional<StoredRefreshToken>> PostgresSessionRepository::Refresh(
    const db::TenantContext& context, const core::Ulid& id, const JudgeFunction& judge,
    absl::Time now, absl::Time deadline) {
  auto as_owner = context;
  StoredRefreshToken token;
  {
    auto reading = platform_.Begin(deadline);
    if (!reading.ok()) return reading.status();
    const auto rows = reading->RunAndCommit(kFindOwner, db::Params().Id(id));
    if (!rows.ok()) return rows.status();
    if (rows->size() != 1) return std::nullopt;
    const auto row = (*rows)[0];
    token.tenant_id = as_owner.tenant_id = row.Id("tenant_id");
    token.session_id = row.Id("session_id");
    token.user_id = row.Id("user_id");
    as_owner.actor_id = token.user_id.ToString();
    as_owner.actor_type = "USER";
    as_owner.actor_email = row.Text("email");
  }
  auto transaction = platform_.Begin(as_owner, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto locked =
      transaction->Run(kLock, db::Params().Id(token.tenant_id).Id(token.session_id));
  if (!locked.ok()) return locked.status();
  const auto rows = transaction->Run(kFind, db::Params().Id(token.tenant_id).Id(id).Time(now));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::nullopt;
  token = ReadToken((*rows)[0], std::move(token));
  const auto plan = judge(token);
  if (auto status = Apply(*transaction, token, id, plan, now); !status.ok()) return status;
  return token;
}

absl::StatusOr<std::vector<SessionSummary>> PostgresSessionRepository::List(
    const core::Ulid& user_id, absl::Time now, absl::Time deadline) {
  auto transaction = platform_.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kList, db::Params().Id(user_id).Time(now));
  if (!rows.ok()) return rows.status();
  std::vector<SessionSummary> sessions;
  for (int i = 0; i < rows->size(); ++i) {
    const auto row = (*rows)[i];
    sessions.push_back({.id = row.Id("id"),
                        .tenant_id = row.Id("tenant_id"),
                        .tenant_name = std::string(row.Text("name")),
                        .created_at = row.Time("created_at"),
                        .expires_at = row.Time("expires_at"),
                        .ip = std::string(row.Text("ip")),
                        .user_agent = std::string(row.Text("user_agent"))});
  }
  return sessions;
}

absl::Status PostgresSessionRepository::End(const db::TenantContext& context,
                                            const core::Ulid& user_id, const core::Ulid& id,
                                            absl::Time now, absl::Time deadline) {
  auto transaction = platform_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kEndOwn, db::Params().Id(user_id).Id(id).Time(now));
  if (!rows.ok()) return rows.status();
  return rows->empty() ? core::refusal::NotFoundSession() : absl::OkStatus();
}

absl::Status PostgresSessionRepository::EndAll(const db::TenantContext& context,
                                               const core::Ulid& user_id, absl::Time now,
                                               absl::Time deadline) {
  auto transaction = platform_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  return transaction->RunAndCommit(kEndAll, db::Params().Id(user_id).Time(now)).status();
}

}  // namespace enlace::auth::storage
