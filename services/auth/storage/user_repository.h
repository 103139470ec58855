#pragma once

#include "libs/db/database.h"
#include "services/auth/domain/user_repository.h"

namespace enlace::auth::storage {

// Users and memberships in PostgreSQL, under the platform role.
class PostgresUserRepository final : public UserRepository {
 public:
  // `platform` must outlive the repository.
  explicit PostgresUserRepository(db::PlatformDatabase& platform) : platform_(platform) {}

  absl::StatusOr<std::optional<StoredUser>> FindByEmail(const std::string& email,
                                                        absl::Time deadline) override;
  absl::StatusOr<StoredUser> Get(const core::Ulid& id, absl::Time deadline) override;
  absl::StatusOr<bool> ChangePassword(const db::TenantContext& context, const core::Ulid& id,
                                      const std::string& from, const std::string& to,
                                      const core::Ulid& kept, absl::Time now,
                                      absl::Time deadline) override;
  absl::StatusOr<bool> Rehash(const db::TenantContext& context, const core::Ulid& id,
                              const std::string& from, const std::string& to,
                              absl::Time deadline) override;
  absl::StatusOr<std::vector<Membership>> Memberships(const core::Ulid& user_id, absl::Time now,
                                                      absl::Time deadline) override;
  absl::StatusOr<bool> ActAs(const db::TenantContext& context, const std::string& reason,
                             absl::Time now, absl::Time ends_at, absl::Time deadline) override;
  absl::StatusOr<bool> SetSuperAdmin(const std::string& email, bool super_admin,
                                     absl::Time deadline) override;
  absl::StatusOr<std::optional<Tenant>> Register(const db::TenantContext& context,
                                                 const Registration& registration, absl::Time now,
                                                 absl::Time deadline) override;

 private:
  db::PlatformDatabase& platform_;
};

}  // namespace enlace::auth::storage
