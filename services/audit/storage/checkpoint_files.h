#pragma once

#include <string>

#include "services/audit/domain/checkpoint.h"
#include "services/audit/domain/checkpoint_log.h"

namespace enlace::audit::storage {

// Checkpoints in files: DIRECTORY/<tenant's ULID>.checkpoints, one note after another, the oldest
// first; readable by their owner alone. Several processes may share a directory. A note that a
// crash left half written is taken away before the next one: it was never shown.
class CheckpointFiles final : public CheckpointLog {
 public:
  // `key` must outlive it.
  CheckpointFiles(std::string directory, const CheckpointKey& key)
      : directory_(std::move(directory)), key_(key) {}

  absl::StatusOr<SignedNote> Append(const Checkpoint& checkpoint) override;
  absl::StatusOr<std::optional<Checkpoint>> Last(const core::Ulid& tenant_id) override;

  std::string PathOf(const core::Ulid& tenant_id) const;

 private:
  const std::string directory_;
  const CheckpointKey& key_;
};

}  // namespace enlace::audit::storage
