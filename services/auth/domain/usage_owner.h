#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "libs/db/context.h"

namespace enlace::auth {

// What a service is asked about the tenant of a context: the days from `from` to `to`, both
// included, in the IANA zone `time_zone`.
struct UsageQuestion {
  db::TenantContext context;
  std::string time_zone;
  absl::CivilDay from, to;
  absl::Time deadline;
};

// A tenant's use of one service on one day.
struct ServiceDay {
  std::int64_t requests = 0;
  // Of what the service owns.
  std::int64_t created = 0;
};

// A service that counts what tenants use of it.
class UsageOwner {
 public:
  virtual ~UsageOwner() = default;

  // One for each day, in order. UNAVAILABLE when it does not answer.
  virtual absl::StatusOr<std::vector<ServiceDay>> Count(const UsageQuestion& question) = 0;
};

}  // namespace enlace::auth
