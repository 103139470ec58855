#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/core/error.h"

namespace enlace::clinical {

// Whether the text is a National Provider Identifier (45 CFR 162.406): ten digits which, behind the
// card issuer's prefix 80840, have the check digit of ISO/IEC 7812 (Luhn).
bool IsNpi(std::string_view text);

// The NPI without surrounding white space. Adds NPI and answers nullopt for anything else.
std::optional<std::string> ReadNpi(std::string_view value, std::string_view field,
                                   std::vector<core::Violation>& violations);

}  // namespace enlace::clinical
