#pragma once

#include "libs/db/database.h"
#include "services/audit/domain/chain_repository.h"

namespace enlace::audit::storage {

// Chains in PostgreSQL. One process at a time works on a tenant's chain: it holds the advisory lock
// hashtextextended('chain ' || tenant id) until its transaction ends. Keys are unique all the same:
// who got past the lock could write no fork.
class PgChainRepository final : public ChainRepository {
 public:
  // `database` runs as the runtime role, `relay` as the relay role, which sees which tenants there
  // are; both must outlive the repository.
  PgChainRepository(db::TenantDatabase& database, db::PlatformDatabase& relay)
      : database_(database), relay_(relay) {}

  absl::StatusOr<std::vector<core::Ulid>> TenantsToSeal(int limit, absl::Time deadline) override;
  absl::StatusOr<std::vector<core::Ulid>> TenantsToSign(absl::Time deadline) override;
  // Four round trips.
  absl::StatusOr<SealedBatch> Seal(const db::TenantContext& context, int most,
                                   absl::Time deadline) override;
  absl::StatusOr<CheckpointOutcome> AddCheckpoint(const db::TenantContext& context,
                                                  CheckpointLog& log, absl::Time now,
                                                  absl::Duration interval,
                                                  absl::Time deadline) override;
  absl::StatusOr<ChainHead> Head(const db::TenantContext& context, absl::Time deadline) override;

 private:
  db::TenantDatabase& database_;
  db::PlatformDatabase& relay_;
};

// For db::QueueWatch, as the relay role: the records that wait for their chain, 100,000 at most.
extern const db::Statement kUnsealedDepth;

// The transaction that works on the tenant's chain, which is this one's until it ends.
absl::StatusOr<db::Transaction> BeginOnChain(db::TenantDatabase& database,
                                             const db::TenantContext& context, absl::Time deadline);

}  // namespace enlace::audit::storage
