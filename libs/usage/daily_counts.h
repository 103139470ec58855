#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "libs/db/context.h"
#include "libs/db/database.h"

namespace enlace::usage {

// How many days can be asked for at once.
inline constexpr int kMostDays = 92;

// A tenant's use of the service on one day.
struct DailyCount {
  std::int64_t requests = 0;
  // Of what the service owns; the moment is that of the id, a ULID.
  std::int64_t created = 0;
};

// Days of a tenant: both ends are included, and days begin at midnight in its IANA zone.
struct Days {
  absl::CivilDay from;
  absl::CivilDay to;
  std::string time_zone;
};

// The parameters of a statement that counts what was created: the tenant, and two arrays with an
// element for each day, the lowest id of the day and that of the day after.
db::Params CreatedParams(const core::Ulid& tenant_id, const Days& days);

// Usage as a service's database has it. Thread-safe; blocks until `deadline` at most.
class DailyCounts {
 public:
  // `created`, if not null, takes CreatedParams and answers `place`, the day's place from 1 on, and
  // `created`, a row for each day. Both must outlive the object.
  DailyCounts(db::TenantDatabase& database, const db::Statement* created)
      : database_(database), created_(created) {}

  // Of the tenant of the context, one for each day in order. INTERNAL for a period that is empty or
  // longer than kMostDays.
  absl::StatusOr<std::vector<DailyCount>> Count(const db::TenantContext& context, const Days& days,
                                                absl::Time deadline);

 private:
  db::TenantDatabase& database_;
  const db::Statement* const created_;
};

}  // namespace enlace::usage
