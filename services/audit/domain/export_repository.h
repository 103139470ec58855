#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/db/context.h"
#include "services/audit/domain/audit_event.h"
#include "services/audit/domain/sealed_event.h"

namespace enlace::audit {

// A record of the chain, as it is stored and as it is shown.
struct ChainedEvent {
  std::int64_t position = 0;
  // 32 bytes.
  std::string entry_hash;
  // Absent for one whose retention is over: it is gone, and its place and hash are left.
  std::optional<SealedEvent> sealed;
  // As lists show it.
  AuditEvent event;
  // The key that opens the payload, 32 bytes; empty where none does. Never printed.
  std::string payload_key;
};

// A part of the chain: positions from `first` to before `end`, of the times from `from` to before
// `to`.
struct ChainRange {
  std::int64_t first = 0;
  std::int64_t end = 0;
  std::optional<absl::Time> from;
  std::optional<absl::Time> to;
};

struct ChainPage {
  std::vector<ChainedEvent> events;
  // Where the next page begins: before it there is nothing of the range that is not on a page.
  std::int64_t next = 0;
};

// Reads a tenant's chain, which only grows. Thread-safe; may block until `deadline`, and keeps no
// connection when it returns. Errors are those of libs/db/database.h.
class ExportRepository {
 public:
  virtual ~ExportRepository() = default;

  // How many records the chain has.
  virtual absl::StatusOr<std::int64_t> Size(const db::TenantContext& context,
                                            absl::Time deadline) = 0;

  // The range's first page, in the order of positions: it looks at kMostPositions at most, and ends
  // sooner where records are large (kMaxPageBytes), but after one at least.
  static constexpr std::int64_t kMostPositions = 500;
  static constexpr std::int64_t kMaxPageBytes = 4 << 20;
  virtual absl::StatusOr<ChainPage> Read(const db::TenantContext& context, const ChainRange& range,
                                         absl::Time deadline) = 0;
};

}  // namespace enlace::audit
