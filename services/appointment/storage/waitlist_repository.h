#pragma once

#include <optional>
#include <string>
#include <vector>

#include "libs/db/database.h"
#include "services/appointment/domain/waitlist_repository.h"

namespace enlace::appointment::storage {

// The waitlist in PostgreSQL.
class PgWaitlistRepository final : public WaitlistRepository {
 public:
  // `database` must outlive the object.
  explicit PgWaitlistRepository(db::TenantDatabase& database) : database_(database) {}

  absl::StatusOr<std::optional<WaitlistEntry>> Add(const Caller& caller,
                                                   const WaitlistEntry& entry) override;
  absl::StatusOr<std::optional<WaitlistEntry>> Find(const Caller& caller,
                                                    const core::Ulid& id) override;
  absl::StatusOr<std::vector<WaitlistEntry>> List(const Caller& caller,
                                                  const WaitlistFilter& filter,
                                                  const std::optional<core::Ulid>& after,
                                                  int limit) override;
  absl::StatusOr<bool> Leave(const Caller& caller, const core::Ulid& id) override;
  absl::StatusOr<bool> Decline(const Caller& caller, const core::Ulid& id,
                               const std::string& offer_id) override;
  absl::Status EndWhatIsOver(const Caller& caller) override;
  absl::StatusOr<std::vector<WaitingEntry>> Waiting(const Caller& caller,
                                                    const core::Ulid& practitioner_id,
                                                    absl::Time from, absl::Time to,
                                                    const std::optional<core::Ulid>& after,
                                                    int limit) override;
  absl::StatusOr<std::optional<WaitingEntry>> FindWaiting(const Caller& caller,
                                                          const core::Ulid& id) override;
  absl::StatusOr<bool> Offer(const Caller& caller, const WaitlistEntry& entry,
                             const OfferTerms& terms, const std::string& offer_id) override;

 private:
  absl::StatusOr<std::optional<WaitlistEntry>> AddOnce(const Caller& caller,
                                                       const WaitlistEntry& entry);
  absl::StatusOr<db::Rows> Run(const Caller& caller, const db::Statement& statement,
                               const db::Params& params);

  db::TenantDatabase& database_;
};

}  // namespace enlace::appointment::storage
