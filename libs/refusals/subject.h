#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "libs/core/ulid.h"

namespace enlace::refusals {

// Whose credential a refused call tried.
struct Subject {
  // User or ApiKey.
  std::string resource_type;
  core::Ulid id;
  // Nil: not known, or several.
  core::Ulid tenant_id;
};

// The same error, which also says whom it concerns; for the record of the refusal alone, callers
// never see it. `error` must not be OK.
absl::Status Concerning(absl::Status error, const Subject& subject);

// Absent where nobody said.
std::optional<Subject> SubjectOf(const absl::Status& error);

}  // namespace enlace::refusals
