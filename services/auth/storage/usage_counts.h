#pragma once

#include "libs/usage/daily_counts.h"
#include "services/auth/domain/usage_owner.h"

namespace enlace::auth::storage {

// The auth service's own share of a tenant's usage; what it creates are the mails of invitations.
// Thread-safe.
class PostgresUsage final : public UsageOwner {
 public:
  // `database` must outlive it.
  explicit PostgresUsage(db::TenantDatabase& database);

  absl::StatusOr<std::vector<ServiceDay>> Count(const UsageQuestion& question) override;

 private:
  usage::DailyCounts counts_;
};

}  // namespace enlace::auth::storage
