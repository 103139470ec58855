#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "libs/db/context.h"
#include "libs/db/database.h"
#include "libs/loop/combiner.h"
#include "libs/metrics/series.h"

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
  // Which fields the answer could hold: CLINICAL, or ADMINISTRATIVE for all but the clinical ones.
  std::string fields_class;
  // What it was for (TREAT), and why in the caller's own words, which are personal data; empty
  // where nothing was said.
  std::string purpose;
  std::string purpose_reason;
};

// Writes access records into the outbox, many calls in one commit. Thread-safe. The first caller
// writes for all that are ready with it; what queues up meanwhile shares the next commit.
class AccessLog {
 public:
  // `database` runs as the relay role and must outlive the log. `records_per_commit` observes how
  // many records each commit had.
  explicit AccessLog(PlatformDatabase& database, metrics::Histogram records_per_commit = {});

  // Waits until the record is durable. UNAVAILABLE or DEADLINE_EXCEEDED: it may not be, and the
  // answer must not leave.
  absl::Status Record(AccessRecord record, absl::Time deadline);

  // Callers whose record waits for a commit to end before it can be written.
  std::size_t waiting() const { return combiner_.waiting(); }

 private:
  struct Entry {
    AccessRecord record;
    absl::Time deadline;
    // Until it is known: nothing was written.
    absl::Status outcome = absl::UnknownError("not written");
  };
  using Batch = loop::Combiner<Entry>::Batch;

  static Params ParamsOf(const Batch& batch);
  absl::Status InsertOnce(const Params& params, absl::Time deadline);
  absl::Status Insert(const Batch& batch);
  void Write(const Batch& batch);

  PlatformDatabase& database_;
  const metrics::Histogram records_per_commit_;
  loop::Combiner<Entry> combiner_;
};

}  // namespace enlace::db
