#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/core/error.h"

namespace enlace::clinical {

// Whether the text is a registration number of the Drug Enforcement Administration, upper case: a
// letter for the kind of registrant, a letter of its name or 9, and seven digits d1 to d7, where
// d1 + d3 + d5 + 2 (d2 + d4 + d6) ends in d7.
bool IsDeaNumber(std::string_view text);

// The number without surrounding white space, in upper case. Adds DEA_NUMBER and answers nullopt
// for anything else.
std::optional<std::string> ReadDeaNumber(std::string_view value, std::string_view field,
                                         std::vector<core::Violation>& violations);

}  // namespace enlace::clinical
