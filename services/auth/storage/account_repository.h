#pragma once

#include "libs/db/database.h"
#include "services/auth/domain/account_repository.h"

namespace enlace::auth::storage {

// What the links of mails do, in PostgreSQL, under the platform role.
class PostgresAccountRepository final : public AccountRepository {
 public:
  // `platform` must outlive the repository.
  explicit PostgresAccountRepository(db::PlatformDatabase& platform) : platform_(platform) {}

  absl::StatusOr<bool> VerifyEmail(const db::TenantContext& context, const MailLink& link,
                                   absl::Time now, absl::Time deadline) override;
  absl::StatusOr<bool> ResetPassword(const db::TenantContext& context, const MailLink& link,
                                     const std::string& password_hash, const NewMail& notice,
                                     absl::Time now, absl::Time deadline) override;
  absl::Status CheckNewMember(const db::TenantContext& context, const core::Ulid& inviter,
                              const Invitation& invitation, absl::Time deadline) override;
  absl::Status Invite(const db::TenantContext& context, const Invitation& invitation,
                      const NewMail& mail, absl::Time deadline) override;
  absl::StatusOr<bool> HasAdministrator(const db::TenantContext& context,
                                        absl::Time deadline) override;
  absl::StatusOr<bool> AddMember(const db::TenantContext& context, const Member& member,
                                 const std::string& password_hash, absl::Time password_expires_at,
                                 absl::Time now, absl::Time deadline) override;
  absl::StatusOr<bool> Accept(const db::TenantContext& context, const Acceptance& acceptance,
                              absl::Time now, absl::Time deadline) override;

 private:
  db::PlatformDatabase& platform_;
};

}  // namespace enlace::auth::storage
