#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/db/database.h"

namespace enlace::audit::storage {

// The partitions of one retention class and one month, UTC.
struct ClassMonth {
  int years = 0;
  // 2026-11.
  std::string month;

  friend bool operator==(const ClassMonth&, const ClassMonth&) = default;
};

// What a month held that was dropped, or would be.
struct DroppedMonth {
  std::int64_t tenants = 0;
  std::int64_t records = 0;
  // Why it was kept all the same; empty: it was not.
  std::string refusal;
};

// Records for which no month was made in time. Nothing drops them.
struct StrayRecords {
  // The default partition that they are in.
  std::string partition;
  std::int64_t records = 0;
  absl::Time oldest, newest;
};

// Partitions of the audit's records, as the owner of the tables. Each call is one transaction; of
// several processes at once each finds what the others did. A change that is not let in within some
// seconds fails, so that nobody waits behind it. Thread-safe; errors are those of
// libs/db/database.h.
class Partitions {
 public:
  // So many months after the present one are made ahead of time.
  static constexpr int kMonthsAhead = 18;

  // `owner` must outlive it.
  explicit Partitions(db::PlatformDatabase& owner) : owner_(owner) {}

  // Those of the present month and of kMonthsAhead after it that are not there, by month and years.
  absl::StatusOr<std::vector<ClassMonth>> Missing(absl::Time deadline);
  // Nothing happens when it is there. INVALID_ARGUMENT when records of the month are in the default
  // partition already.
  absl::Status Make(const ClassMonth& wanted, absl::Time deadline);

  // Those that ended as many years ago as their class keeps them, by month and years.
  absl::StatusOr<std::vector<ClassMonth>> Due(absl::Time deadline);
  // Drops one, and leaves a record of it in the chain of each tenant that had any; or only tries.
  // NOT_FOUND when it is gone, INTERNAL when it is not due.
  absl::StatusOr<DroppedMonth> Drop(const ClassMonth& due, bool dry_run, absl::Time deadline);

  absl::StatusOr<std::vector<StrayRecords>> Strays(absl::Time deadline);

 private:
  db::PlatformDatabase& owner_;
};

}  // namespace enlace::audit::storage
