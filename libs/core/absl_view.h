#pragma once

#include <string_view>

#include "absl/strings/string_view.h"

namespace enlace::core {

// For calls into Abseil: Debian 12 builds it with a string_view type of its own, which does not
// take a std::string_view. Views the same characters.
inline absl::string_view Absl(std::string_view text) { return {text.data(), text.size()}; }

// The way back.
inline std::string_view Std(absl::string_view text) { return {text.data(), text.size()}; }

}  // namespace enlace::core
