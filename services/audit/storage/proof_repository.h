#pragma once

#include "libs/db/database.h"
#include "services/audit/domain/proof_repository.h"

namespace enlace::audit::storage {

// What proofs are made of, in PostgreSQL; each call is one round trip.
class PgProofRepository final : public ProofRepository {
 public:
  // `database` must outlive the repository.
  explicit PgProofRepository(db::TenantDatabase& database) : database_(database) {}

  absl::StatusOr<RecordPlace> Find(const db::TenantContext& context, const core::Ulid& event_id,
                                   absl::Time deadline) override;
  absl::StatusOr<std::optional<KeptCheckpoint>> LastCheckpoint(const db::TenantContext& context,
                                                               absl::Time deadline) override;
  absl::StatusOr<std::optional<KeptCheckpoint>> CheckpointOf(const db::TenantContext& context,
                                                             std::uint64_t size,
                                                             absl::Time deadline) override;
  absl::StatusOr<std::vector<Hash>> Nodes(const db::TenantContext& context,
                                          const std::vector<NodeId>& ids,
                                          absl::Time deadline) override;

 private:
  db::TenantDatabase& database_;
};

}  // namespace enlace::audit::storage
