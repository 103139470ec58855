#pragma once

#include <cstdint>
#include <optional>

#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "services/audit/domain/audit_event.h"
#include "services/audit/domain/checkpoint.h"

namespace enlace::audit {

// What a restored database has of a tenant's chain, beside what was signed of it.
struct RecoveredChain {
  core::Ulid tenant_id;
  // How many records the chain has, and when the newest of them happened; absent: there is none.
  std::uint64_t records = 0;
  std::optional<absl::Time> newest;
  // How many records the largest checkpoint of the files covers; 0: there is no file.
  std::uint64_t signed_records = 0;
  // Positions that were signed and are not in this chain, from `lost_from` to before
  // `signed_records`. Where the chain has gone on without them, those since the last checkpoint
  // that it agrees with.
  std::uint64_t lost_from = 0;
  // False: the checkpoint that covered the lost ones is of a key that is not known any more.
  bool verified = true;

  std::uint64_t lost() const { return signed_records > lost_from ? signed_records - lost_from : 0; }
};

// The record of a loss, made at `now`: which positions are lost, and the checkpoint that covered
// them. docs/audit-proof.md shows it.
AuditEvent EventOf(const RecoveredChain& chain, const Checkpoint& lost, absl::Time now);

}  // namespace enlace::audit
