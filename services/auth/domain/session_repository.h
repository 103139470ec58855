#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "libs/db/context.h"
#include "services/auth/domain/refresh_token.h"
#include "services/auth/domain/session.h"

namespace enlace::auth {

// Where sessions are kept. Thread-safe; blocks until `deadline` at most. Writes are audited in the
// name of the tenant of the session, with the actor of the context.
class SessionRepository {
 public:
  virtual ~SessionRepository() = default;

  // Begins a session in the tenant `context.tenant_id`. PERMISSION_DENIED (NO_MEMBERSHIP) unless
  // the user, its membership and the tenant are in force. Tokens of the user's sessions that are
  // over are forgotten.
  virtual absl::Status Begin(const db::TenantContext& context, const NewSession& session,
                             absl::Time deadline) = 0;

  // What is to become of a refresh token: `successor` only with kRenewed.
  struct RefreshPlan {
    RefreshVerdict verdict = RefreshVerdict::kRefused;
    std::optional<NewRefreshToken> successor;
  };
  using JudgeFunction = std::function<RefreshPlan(const StoredRefreshToken& token)>;
  // Asks `judge` about the token `id` while its session is locked, does what it says and answers
  // the token; nullopt when there is none. Of `context` the address, user agent and request count:
  // tenant and actor are the session's.
  virtual absl::StatusOr<std::optional<StoredRefreshToken>> Refresh(
      const db::TenantContext& context, const core::Ulid& id, const JudgeFunction& judge,
      absl::Time now, absl::Time deadline) = 0;

  // Those of a user that go on as of `now`, in every tenant, the newest first.
  virtual absl::StatusOr<std::vector<SessionSummary>> List(const core::Ulid& user_id,
                                                           absl::Time now, absl::Time deadline) = 0;

  // Ends the session `id` of a user, in whichever tenant. NOT_FOUND when the user has none of that
  // id that goes on.
  virtual absl::Status End(const db::TenantContext& context, const core::Ulid& user_id,
                           const core::Ulid& id, absl::Time now, absl::Time deadline) = 0;

  // Ends every session of a user, in every tenant.
  virtual absl::Status EndAll(const db::TenantContext& context, const core::Ulid& user_id,
                              absl::Time now, absl::Time deadline) = 0;
};

}  // namespace enlace::auth
