#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::auth {

// What a tenant may have, and for how much. Data of the platform.
struct Plan {
  std::string code;
  std::string name;
  // nullopt: any number.
  std::optional<std::int64_t> patients, doctors;
  // After so many days on it a tenant can only be read; nullopt: never.
  std::optional<std::int64_t> trial_days;
  // A month, in hundredths of the currency (ISO 4217); nullopt: as agreed with the platform.
  std::optional<std::int64_t> monthly_price;
  std::string currency;
  std::vector<std::string> features;
};

// The plan that a tenant is on.
struct TenantPlan {
  Plan plan;
  std::optional<absl::Time> writable_until;
};

// The limits of a tenant's plan under a version that grows with every change.
struct LimitOrder {
  core::Ulid tenant_id;
  std::int64_t version = 0;
  std::optional<std::int64_t> patients, doctors;
};

}  // namespace enlace::auth
