#include "services/auth/domain/session_service.h"

#include <algorithm>
#include <optional>
#include <string>

#include "libs/authn/access_token.h"
#include "libs/core/reasons.h"

namespace enlace::auth {

SessionService::SessionService(SessionRepository& sessions, authn::TokenKey signing_key,
                               KeyHasher hasher, const core::Clock& clock)
    : sessions_(sessions),
      signing_key_(std::move(signing_key)),
      hasher_(std::move(hasher)),
      clock_(clock) {}

std::pair<std::string, NewRefreshToken> SessionService::NewToken(absl::Time now,
                                                                 absl::Time session_end) const {
  const auto token = RefreshToken::Generate(core::Ulid::Generate(now));
  auto text = token.Text();
  NewRefreshToken stored{.id = token.id,
                         .hash = hasher_.Hash(text),
                         .created_at = now,
                         .expires_at = std::min(now + kRefreshTokenLifetime, session_end)};
  return {std::move(text), std::move(stored)};
}

std::string SessionService::SignAccess(const core::Ulid& user_id, const core::Ulid& session_id,
                                       const core::Ulid& tenant_id, absl::Time now) const {
  return authn::Sign({.user_id = user_id,
                      .session_id = session_id,
                      .tenant_id = tenant_id,
                      .issued_at = now,
                      .expires_at = now + authn::kAccessTokenLifetime},
                     signing_key_);
}

std::pair<NewSession, SessionTokens> SessionService::Prepare(const core::Ulid& user_id,
                                                             const core::Ulid& tenant_id) const {
  const auto now = clock_.Now();
  auto [text, stored] = NewToken(now, now + kSessionLifetime);
  NewSession session{.id = core::Ulid::Generate(now),
                     .user_id = user_id,
                     .created_at = now,
                     .expires_at = now + kSessionLifetime,
                     .token = std::move(stored)};
  SessionTokens tokens{.access_token = SignAccess(user_id, session.id, tenant_id, now),
                       .refresh_token = std::move(text),
                       .user_id = user_id,
                       .tenant_id = tenant_id};
  return {std::move(session), std::move(tokens)};
}

absl::StatusOr<SessionTokens> SessionService::Begin(const db::TenantContext& context,
                                                    const StoredUser& user, absl::Time deadline) {
  auto [session, tokens] = Prepare(user.user.id, context.tenant_id);
  session.judged = {.password_hash = user.password_hash,
                    .mfa_enabled_at = user.user.mfa_enabled_at};
  if (auto status = sessions_.Begin(context, session, deadline); !status.ok()) return status;
  return std::move(tokens);
}

absl::StatusOr<SessionTokens> SessionService::Refresh(const db::TenantContext& context,
                                                      std::string_view refresh_token,
                                                      absl::Time deadline) {
  const auto token = RefreshToken::Parse(refresh_token);
  if (!token) return core::refusal::RefreshTokenInvalid();
  const auto hash = hasher_.Hash(refresh_token);
  const auto now = clock_.Now();
  std::optional<SessionTokens> tokens;
  const auto judge = [&](const StoredRefreshToken& stored) {
    SessionRepository::RefreshPlan plan;
    // Who has the id alone must not be able to end a session.
    if (!SameHash(hash, stored.hash)) return plan;
    plan.verdict = JudgeRefresh(stored, now);
    if (plan.verdict != RefreshVerdict::kRenewed) return plan;
    auto [text, successor] = NewToken(now, stored.session_expires_at);
    plan.successor = std::move(successor);
    tokens = {.access_token = SignAccess(stored.user_id, stored.session_id, stored.tenant_id, now),
              .refresh_token = std::move(text),
              .user_id = stored.user_id,
              .tenant_id = stored.tenant_id};
    return plan;
  };
  const auto found = sessions_.Refresh(context, token->id, judge, now, deadline);
  if (!found.ok()) return found.status();
  if (!tokens) return core::refusal::RefreshTokenInvalid();
  return *std::move(tokens);
}

absl::StatusOr<std::vector<SessionSummary>> SessionService::List(const core::Ulid& user_id,
                                                                 absl::Time deadline) {
  return sessions_.List(user_id, clock_.Now(), deadline);
}

absl::Status SessionService::End(const db::TenantContext& context, const core::Ulid& user_id,
                                 const core::Ulid& id, absl::Time deadline) {
  return sessions_.End(context, user_id, id, clock_.Now(), deadline);
}

absl::Status SessionService::EndAll(const db::TenantContext& context, const core::Ulid& user_id,
                                    absl::Time deadline) {
  return sessions_.EndAll(context, user_id, clock_.Now(), deadline);
}

}  // namespace enlace::auth
