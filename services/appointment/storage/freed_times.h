#pragma once

#include <memory>
#include <vector>

#include "libs/db/database.h"
#include "services/appointment/domain/waitlist_repository.h"

namespace enlace::appointment::storage {

// The queue of freed times in PostgreSQL. A claim is a transaction that stays open while its rows
// are worked off: a process that is killed leaves them due. Of one tenant, one process at a time.
class PgFreedTimes final : public FreedTimes {
 public:
  // `platform` runs as the relay role. Both must outlive the object.
  PgFreedTimes(db::TenantDatabase& database, db::PlatformDatabase& platform)
      : database_(database), platform_(platform) {}

  absl::StatusOr<std::vector<core::Ulid>> TenantsDue() override;
  absl::StatusOr<std::unique_ptr<ClaimedTimes>> Claim(const Caller& caller) override;

 private:
  db::TenantDatabase& database_;
  db::PlatformDatabase& platform_;
};

}  // namespace enlace::appointment::storage
