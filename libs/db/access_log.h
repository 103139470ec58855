#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "libs/db/context.h"
#include "libs/db/database.h"

namespace enlace::db {

// One call that answers personal data.
struct AccessRecord {
  core::Ulid event_id;
  absl::Time occurred_at;
  TenantContext context;
  // READ or LIST.
  std::string action;
  // Full name of the RPC.
  std::string endpoint;
  std::string resource_type;
  std::vector<core::Ulid> resource_ids;
};

// Writes access records into the outbox, many calls in one commit. Thread-safe. One thread of its
// own takes what has queued up while the previous commit was on its way.
class AccessLog {
 public:
  // `database` runs as the relay role and must outlive the log.
  explicit AccessLog(PlatformDatabase& database);
  ~AccessLog();

  // Blocks until the record is durable. UNAVAILABLE or DEADLINE_EXCEEDED: it may not be, and the
  // answer must not leave.
  absl::Status Record(AccessRecord record, absl::Time deadline);

 private:
  class Writer;
  std::unique_ptr<Writer> writer_;
};

}  // namespace enlace::db
