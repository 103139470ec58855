#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "libs/db/context.h"
#include "services/audit/domain/chain.h"
#include "services/audit/domain/checkpoint_log.h"

namespace enlace::audit {

struct SealedBatch {
  // How many records were chained.
  int records = 0;
  // How many that waited can't be chained: their id is in the chain already, or they are gone.
  int dropped = 0;
  // Whether others wait.
  bool more = false;
};

struct CheckpointOutcome {
  bool added = false;
  // When the next one may be added, later than now; absent where the newest one covers the whole
  // chain.
  std::optional<absl::Time> due;
};

// Chains and their checkpoints, one tenant at a time. Processes that work at once on one tenant do
// so in turn: a chain never forks, and has one checkpoint of a size at most. Thread-safe; may block
// until `deadline`. Errors are those of libs/db/database.h; what failed has changed nothing.
class ChainRepository {
 public:
  virtual ~ChainRepository() = default;

  // Tenants whose records wait to be chained, about the longest wait first; `limit` at most.
  virtual absl::StatusOr<std::vector<core::Ulid>> TenantsToSeal(int limit, absl::Time deadline) = 0;

  // Tenants whose chain has records that no checkpoint covers.
  virtual absl::StatusOr<std::vector<core::Ulid>> TenantsToSign(absl::Time deadline) = 0;

  // Chains the records of the context's tenant that wait, in the order in which they came: at most
  // `most`, fewer where they are large, all or none. Each is chained once, however often it came.
  virtual absl::StatusOr<SealedBatch> Seal(const db::TenantContext& context, int most,
                                           absl::Time deadline) = 0;

  // Adds a checkpoint of the whole chain of the context's tenant, made at `now`, unless the newest
  // one covers it or is younger than `interval`. It is in `log` before anybody can read it here.
  virtual absl::StatusOr<CheckpointOutcome> AddCheckpoint(const db::TenantContext& context,
                                                          CheckpointLog& log, absl::Time now,
                                                          absl::Duration interval,
                                                          absl::Time deadline) = 0;

  virtual absl::StatusOr<ChainHead> Head(const db::TenantContext& context, absl::Time deadline) = 0;
};

}  // namespace enlace::audit
