#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/authn/token_key.h"
#include "libs/core/clock.h"
#include "services/auth/domain/key_hasher.h"
#include "services/auth/domain/session_repository.h"
#include "services/auth/domain/user.h"

namespace enlace::auth {

// Begins, renews and ends sessions. Thread-safe. Who may have one was judged before.
class SessionService {
 public:
  // The references must outlive the service.
  SessionService(SessionRepository& sessions, authn::TokenKey signing_key, KeyHasher hasher,
                 const core::Clock& clock);

  // A session that is still to be stored, and what its owner is given once it is.
  std::pair<NewSession, SessionTokens> Prepare(const core::Ulid& user_id,
                                               const core::Ulid& tenant_id) const;

  // Begins a session of a user, as it was judged, in the tenant `context.tenant_id`; errors of the
  // repository.
  absl::StatusOr<SessionTokens> Begin(const db::TenantContext& context, const StoredUser& user,
                                      absl::Time deadline);

  // Changes a refresh token for new tokens of its session. UNAUTHENTICATED (REFRESH_TOKEN_INVALID)
  // for one that is malformed, unknown, expired, of a session that is over, or was used before:
  // this last ends the session.
  absl::StatusOr<SessionTokens> Refresh(const db::TenantContext& context,
                                        std::string_view refresh_token, absl::Time deadline);

  absl::StatusOr<std::vector<SessionSummary>> List(const core::Ulid& user_id, absl::Time deadline);
  // NOT_FOUND unless the session is one of the user's that go on.
  absl::Status End(const db::TenantContext& context, const core::Ulid& user_id,
                   const core::Ulid& id, absl::Time deadline);
  absl::Status EndAll(const db::TenantContext& context, const core::Ulid& user_id,
                      absl::Time deadline);

 private:
  // A refresh token's text, and what of it is stored.
  std::pair<std::string, NewRefreshToken> NewToken(absl::Time now, absl::Time session_end) const;
  std::string SignAccess(const core::Ulid& user_id, const core::Ulid& session_id,
                         const core::Ulid& tenant_id, absl::Time now) const;

  SessionRepository& sessions_;
  const authn::TokenKey signing_key_;
  const KeyHasher hasher_;
  const core::Clock& clock_;
};

}  // namespace enlace::auth
