#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/db/context.h"
#include "libs/db/database.h"

namespace enlace::limits {

// A tenant's limit of what the service counts.
struct Limit {
  // 0: none was set.
  std::int64_t version = 0;
  // nullopt: any number.
  std::optional<std::int64_t> most;
  std::int64_t used = 0;
};

// The limits in a service's database, in the tables tenant_limits and tenant_counts, which triggers
// keep and judge by: see migrations/patient/00009_plan_limits.sql. Thread-safe; blocks until
// `deadline` at most.
class TenantLimits {
 public:
  // `database` must outlive the object.
  explicit TenantLimits(db::TenantDatabase& database) : database_(database) {}

  // Of the tenant of the context.
  absl::StatusOr<Limit> Get(const db::TenantContext& context, absl::Time deadline);

  // Sets `next.version` and `next.most`, and answers what is in force then: something else when
  // that version, or a newer one, was set before, or, with `if_it_fits`, when the tenant has more
  // by now. No row comes to be in between.
  absl::StatusOr<Limit> Set(const db::TenantContext& context, const Limit& next, bool if_it_fits,
                            absl::Time deadline);

 private:
  db::TenantDatabase& database_;
};

}  // namespace enlace::limits
