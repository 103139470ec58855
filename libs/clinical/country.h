#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/core/error.h"

namespace enlace::clinical {

// A country by its two letters (ISO 3166-1 alpha-2, officially assigned), in upper case.
// Surrounding white space is ignored. Adds COUNTRY and answers nullopt for anything else.
std::optional<std::string> ReadCountry(std::string_view value, std::string_view field,
                                       std::vector<core::Violation>& violations);

}  // namespace enlace::clinical
