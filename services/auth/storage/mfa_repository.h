#pragma once

#include "libs/db/database.h"
#include "services/auth/domain/mfa_repository.h"

namespace enlace::auth::storage {

// Second factors in PostgreSQL, under the platform role.
class PostgresMfaRepository final : public MfaRepository {
 public:
  // `platform` must outlive the repository.
  explicit PostgresMfaRepository(db::PlatformDatabase& platform) : platform_(platform) {}

  absl::StatusOr<StoredMfa> Get(const core::Ulid& user_id, absl::Time deadline) override;
  absl::StatusOr<bool> SetPending(const core::Ulid& user_id, const std::string& present,
                                  const std::string& sealed, absl::Time deadline) override;
  absl::StatusOr<bool> Confirm(const db::TenantContext& context, const core::Ulid& user_id,
                               const std::string& pending, std::int64_t step,
                               const std::vector<std::string>& recovery_hashes, absl::Time now,
                               absl::Time deadline) override;
  absl::Status Remove(const db::TenantContext& context, const core::Ulid& administrator,
                      const core::Ulid& member_id, NewMail notice, absl::Time now,
                      absl::Time deadline) override;
  absl::StatusOr<bool> UseStep(const core::Ulid& user_id, std::int64_t step,
                               absl::Time deadline) override;
  absl::StatusOr<bool> UseRecoveryCode(const core::Ulid& user_id, const std::string& hash,
                                       absl::Time deadline) override;

 private:
  db::PlatformDatabase& platform_;
};

}  // namespace enlace::auth::storage
