#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "services/audit/domain/hash.h"

namespace enlace::audit {

// The end of a tenant's chain.
struct ChainHead {
  // How many records it has.
  std::uint64_t size = 0;
  // The entry hash at size - 1; of no records, Hash{}.
  Hash hash{};
};

// A checkpoint as it is kept and shown.
struct KeptCheckpoint {
  std::uint64_t size = 0;
  // C2SP tlog-checkpoint, with its signature.
  std::string note;
  absl::Time created_at;
};

// Where a record stands.
struct RecordPlace {
  // Absent as long as the record is in no chain.
  std::optional<std::uint64_t> position;
  Hash entry_hash{};
  // It is kept, and will be chained.
  bool waits = false;
  // The tenant's newest one; absent before the first.
  std::optional<KeptCheckpoint> checkpoint;
};

}  // namespace enlace::audit
