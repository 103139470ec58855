#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/core/clock.h"
#include "libs/db/database.h"
#include "services/audit/domain/chain_repository.h"
#include "services/audit/domain/checkpoint.h"
#include "services/audit/domain/event_repository.h"
#include "services/audit/domain/recovery.h"

namespace enlace::audit::storage {

// What has to be done with a restored audit before it goes on: the records that wait are chained,
// each chain is compared with the checkpoints that were signed of it, and where some are of records
// that are gone, a record of type RECOVERY says so and those checkpoints are moved from
// DIRECTORY/<tenant>.checkpoints to DIRECTORY/<tenant>.lost. Done twice it finds nothing more; a
// kill between leaves at worst two records of one loss. Not thread-safe; for a database that no
// service works on. Errors are those of libs/db/database.h, and INTERNAL for the files.
class Recovery {
 public:
  struct Parts {
    ChainRepository& chains;
    EventRepository& events;
    db::TenantDatabase& database;
    db::PlatformDatabase& relay;
    const core::Clock& clock;
    // Of the files of checkpoints.
    std::string directory;
    // Whose signatures are known.
    std::vector<CheckpointPublicKey> keys;
  };

  // All parts must outlive it.
  explicit Recovery(Parts parts) : parts_(std::move(parts)) {}

  // Of every tenant that has a file or was signed; by tenant.
  absl::StatusOr<std::vector<RecoveredChain>> Run();

 private:
  struct Notes;

  absl::Status SealWaiting();
  absl::StatusOr<std::vector<core::Ulid>> Tenants();
  absl::StatusOr<RecoveredChain> RecoverChain(const core::Ulid& tenant_id);
  absl::StatusOr<bool> Agrees(const core::Ulid& tenant_id, const Checkpoint& checkpoint);
  absl::Status MoveLost(const core::Ulid& tenant_id, std::size_t begin);
  std::string PathOf(const core::Ulid& tenant_id, std::string_view ending) const;

  const Parts parts_;
};

}  // namespace enlace::audit::storage
