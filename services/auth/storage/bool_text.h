#pragma once

#include <optional>
#include <string>

namespace enlace::auth::storage {

// The parameter of a column that stays as it is where nothing is said: NULL.
inline std::optional<std::string> BoolText(std::optional<bool> value) {
  if (!value) return std::nullopt;
  return *value ? "true" : "false";
}

}  // namespace enlace::auth::storage
