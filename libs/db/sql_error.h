#pragma once

#include <string>

#include "absl/status/status.h"

namespace enlace::db {

// Name of the constraint that a statement broke; empty for any other status.
std::string ConstraintOf(const absl::Status& status);

// Five-character SQLSTATE of the server's refusal; empty for any other status.
std::string SqlStateOf(const absl::Status& status);

}  // namespace enlace::db
