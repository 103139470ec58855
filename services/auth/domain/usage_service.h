#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "libs/core/clock.h"
#include "services/auth/domain/usage_owner.h"

namespace enlace::auth {

// What a tenant used on one day, or in all.
struct UsageCounts {
  std::int64_t requests = 0, patients = 0, appointments = 0, messages = 0;
};

struct UsageFigures {
  std::string time_zone;
  // The days[0] began on this one.
  absl::CivilDay first;
  std::vector<UsageCounts> days;
  UsageCounts totals;
};

// Who is asked for a tenant's usage; the others than auth in the name of one call.
struct UsageOwners {
  UsageOwner& auth;
  UsageOwner& patient;
  UsageOwner& appointment;
  UsageOwner& audit;
};

// How much a tenant uses. Thread-safe.
class UsageService {
 public:
  static constexpr int kMostDays = 92;
  static constexpr int kUsualDays = 30;

  // `clock` must outlive it.
  explicit UsageService(const core::Clock& clock) : clock_(clock) {}

  // Reads the first and the last day (YYYY-MM-DD; left out: the last kUsualDays days) into the
  // question, and sums up what the owners answer. INVALID_ARGUMENT for days that are none, or lie
  // in the future, in the wrong order or too far apart; UNAVAILABLE unless all owners answer.
  absl::StatusOr<UsageFigures> Get(UsageQuestion question, const std::string& from,
                                   const std::string& to, const UsageOwners& owners) const;

 private:
  const core::Clock& clock_;
};

}  // namespace enlace::auth
