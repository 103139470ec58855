#pragma once

#include "libs/db/database.h"
#include "services/auth/domain/mail_repository.h"

namespace enlace::auth::storage {

// Mails in PostgreSQL, under the platform role.
class PostgresMailRepository final : public MailRepository {
 public:
  // `platform` must outlive the repository.
  explicit PostgresMailRepository(db::PlatformDatabase& platform) : platform_(platform) {}

  absl::Status Add(const NewMail& mail, absl::Time deadline) override;
  absl::StatusOr<std::optional<DueMail>> Claim(absl::Time now, absl::Time deadline) override;
  absl::Status Finish(const core::Ulid& id, bool sent, absl::Time deadline) override;
  absl::StatusOr<bool> DeleteExpired(absl::Time now, absl::Time deadline) override;
  absl::StatusOr<std::optional<MailLink>> FindLink(const core::Ulid& id, absl::Time now,
                                                   absl::Time deadline) override;

 private:
  db::PlatformDatabase& platform_;
};

}  // namespace enlace::auth::storage
