#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/audit/domain/checkpoint.h"

namespace enlace::audit {

struct SignedNote {
  std::string text;
  absl::Time time;
};

// Where checkpoints are written down before anybody is shown them, out of reach of who changes the
// database. Thread-safe.
class CheckpointLog {
 public:
  virtual ~CheckpointLog() = default;

  // Signs the checkpoint and keeps the note: it is durable when this returns. Asked again about the
  // same size, root and head before another checkpoint of the tenant, it answers the note that is
  // there already, with that one's time. INTERNAL, and nothing kept, when it can't be written.
  virtual absl::StatusOr<SignedNote> Append(const Checkpoint& checkpoint) = 0;

  // What the tenant's newest note says, whatever key signed it; absent before the first. INTERNAL
  // when it can't be read.
  virtual absl::StatusOr<std::optional<Checkpoint>> Last(const core::Ulid& tenant_id) = 0;
};

}  // namespace enlace::audit
