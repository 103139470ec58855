#pragma once

#include "libs/db/database.h"
#include "services/auth/domain/credential_repository.h"

namespace enlace::auth::storage {

// Credentials of all tenants and of the platform in PostgreSQL, under the platform role.
class PostgresCredentialRepository final : public CredentialRepository {
 public:
  // `database` must outlive the repository.
  explicit PostgresCredentialRepository(db::PlatformDatabase& database) : database_(database) {}

  absl::StatusOr<std::optional<StoredCredential>> Find(const core::Ulid& id,
                                                       absl::Time deadline) override;
  absl::StatusOr<std::optional<StoredSession>> FindSession(const core::Ulid& session_id,
                                                           absl::Time now,
                                                           absl::Time deadline) override;
  absl::Status MarkUsed(const std::vector<core::Ulid>& ids, absl::Time now,
                        absl::Time deadline) override;
  absl::Status CreatePlatformKey(const NewPlatformKey& key, absl::Time deadline) override;

 private:
  db::PlatformDatabase& database_;
};

}  // namespace enlace::auth::storage
