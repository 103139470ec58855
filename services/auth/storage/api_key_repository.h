#pragma once

#include "libs/db/database.h"
#include "services/auth/domain/api_key_repository.h"

namespace enlace::auth::storage {

// API keys in PostgreSQL, under the runtime role and the tenant's row-level security.
class PostgresApiKeyRepository final : public ApiKeyRepository {
 public:
  // `database` must outlive the repository.
  explicit PostgresApiKeyRepository(db::TenantDatabase& database) : database_(database) {}

  absl::Status Create(const db::TenantContext& context, const NewApiKey& key,
                      absl::Time deadline) override;
  absl::StatusOr<ApiKeyRecord> Get(const db::TenantContext& context, const core::Ulid& id,
                                   absl::Time deadline) override;
  absl::StatusOr<std::vector<ApiKeyRecord>> List(const db::TenantContext& context,
                                                 const std::optional<core::Ulid>& after, int limit,
                                                 absl::Time deadline) override;
  absl::Status Rotate(const db::TenantContext& context, const core::Ulid& id, const Plan& plan,
                      absl::Time deadline) override;
  absl::Status Revoke(const db::TenantContext& context, const core::Ulid& id,
                      const core::VersionMatch& if_match, absl::Time now,
                      absl::Time deadline) override;

 private:
  db::TenantDatabase& database_;
};

}  // namespace enlace::auth::storage
