#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "libs/db/context.h"
#include "services/audit/domain/chain.h"
#include "services/audit/domain/merkle_tree.h"

namespace enlace::audit {

// What proofs are made of, of the context's tenant alone. Thread-safe; may block until `deadline`.
// Errors are those of libs/db/database.h.
class ProofRepository {
 public:
  virtual ~ProofRepository() = default;

  // Where the record stands; no position and no wait for one that the tenant doesn't have.
  virtual absl::StatusOr<RecordPlace> Find(const db::TenantContext& context,
                                           const core::Ulid& event_id, absl::Time deadline) = 0;

  // Nullopt before the first.
  virtual absl::StatusOr<std::optional<KeptCheckpoint>> LastCheckpoint(
      const db::TenantContext& context, absl::Time deadline) = 0;

  // Nullopt where none was added at that size.
  virtual absl::StatusOr<std::optional<KeptCheckpoint>> CheckpointOf(
      const db::TenantContext& context, std::uint64_t size, absl::Time deadline) = 0;

  // As FetchNodes wants them. INTERNAL for a node that isn't there.
  virtual absl::StatusOr<std::vector<Hash>> Nodes(const db::TenantContext& context,
                                                  const std::vector<NodeId>& ids,
                                                  absl::Time deadline) = 0;
};

}  // namespace enlace::audit
