#pragma once

#include <cstdint>
#include <optional>

#include "absl/status/status.h"

namespace enlace::limits {

// How many a tenant may have by its plan, of what a statement was to be one too many of; nullopt
// for any other status. The triggers that count name the number in the constraint: plan_limit_1000.
std::optional<std::int64_t> BrokenLimit(const absl::Status& status);

}  // namespace enlace::limits
