#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::auth {

// What is in force in an owning service.
struct LimitInForce {
  std::int64_t version = 0;
  std::optional<std::int64_t> most;
  std::int64_t used = 0;
};

// A service that owns what a plan limits. Thread-safe. UNAVAILABLE when it does not answer.
class LimitOwner {
 public:
  virtual ~LimitOwner() = default;

  // Sets the limit unless that version, or a newer one, was set before, or, with `if_it_fits`, the
  // tenant has more by now. Answers what is in force then.
  virtual absl::StatusOr<LimitInForce> Set(const core::Ulid& tenant_id, std::int64_t version,
                                           std::optional<std::int64_t> most, bool if_it_fits,
                                           absl::Time deadline) = 0;
  virtual absl::StatusOr<LimitInForce> Get(const core::Ulid& tenant_id, absl::Time deadline) = 0;
};

}  // namespace enlace::auth
