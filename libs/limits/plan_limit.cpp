#include "libs/limits/plan_limit.h"

#include <string>
#include <string_view>

#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "libs/db/sql_error.h"

namespace enlace::limits {

std::optional<std::int64_t> BrokenLimit(const absl::Status& status) {
  const auto constraint = db::ConstraintOf(status);
  absl::string_view number = constraint;
  std::int64_t most = 0;
  if (!absl::ConsumePrefix(&number, "plan_limit_") || !absl::SimpleAtoi(number, &most)) {
    return std::nullopt;
  }
  return most;
}

}  // namespace enlace::limits
