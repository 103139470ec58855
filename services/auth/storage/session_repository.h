#pragma once

#include "libs/db/database.h"
#include "services/auth/domain/session_repository.h"

namespace enlace::auth::storage {

// Sessions and their refresh tokens in PostgreSQL, under the platform role.
class PostgresSessionRepository final : public SessionRepository {
 public:
  // `platform` must outlive the repository.
  explicit PostgresSessionRepository(db::PlatformDatabase& platform) : platform_(platform) {}

  absl::Status Begin(const db::TenantContext& context, const NewSession& session,
                     absl::Time deadline) override;
  absl::StatusOr<std::optional<StoredRefreshToken>> Refresh(const db::TenantContext& context,
                                                            const core::Ulid& id,
                                                            const JudgeFunction& judge,
                                                            absl::Time now,
                                                            absl::Time deadline) override;
  absl::StatusOr<std::vector<SessionSummary>> List(const core::Ulid& user_id, absl::Time now,
                                                   absl::Time deadline) override;
  absl::Status End(const db::TenantContext& context, const core::Ulid& user_id,
                   const core::Ulid& id, absl::Time now, absl::Time deadline) override;
  absl::Status EndAll(const db::TenantContext& context, const core::Ulid& user_id, absl::Time now,
                      absl::Time deadline) override;

 private:
  db::PlatformDatabase& platform_;
};

}  // namespace enlace::auth::storage
