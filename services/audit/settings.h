#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "libs/core/config.h"
#include "services/audit/domain/checkpoint.h"

namespace enlace::audit {

// How checkpoints are made.
struct CheckpointSettings {
  // What signs them.
  std::unique_ptr<const CheckpointKey> key;
  // Its public half, and those of the keys before it.
  std::vector<CheckpointPublicKey> public_keys;
  // Where they are written down outside of the database: a directory that can be written to.
  std::string directory;
  // Between two of a tenant.
  absl::Duration interval;
};

// Adds what is missing or wrong to the configuration's mistakes; the settings hold only if there
// are none.
CheckpointSettings ReadCheckpointSettings(core::Config& config);

}  // namespace enlace::audit
