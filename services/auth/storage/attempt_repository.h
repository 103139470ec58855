#pragma once

#include "libs/db/database.h"
#include "services/auth/domain/sign_in_throttle.h"

namespace enlace::auth::storage {

// Attempts in PostgreSQL, so that they count over all replicas and survive a restart. Each one that
// is counted removes two that are too old to matter: the table stays small by itself.
class PostgresAttemptRepository final : public AttemptRepository {
 public:
  // `platform` must outlive the repository.
  explicit PostgresAttemptRepository(db::PlatformDatabase& platform) : platform_(platform) {}

  absl::StatusOr<bool> Count(const std::string& subject, absl::Time now,
                             absl::Time deadline) override;
  absl::Status Forget(const std::string& subject, absl::Time deadline) override;

 private:
  db::PlatformDatabase& platform_;
};

}  // namespace enlace::auth::storage
