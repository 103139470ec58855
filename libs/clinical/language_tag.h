#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/core/error.h"

namespace enlace::clinical {

// A primary language subtag of BCP 47 (RFC 5646, 2.2.1) of two or three letters, as ISO 639 gives
// them, in lower case; whether such a language exists is not judged. Surrounding white space is
// ignored. Adds LANGUAGE_TAG and answers nullopt for anything else, regions and scripts included.
std::optional<std::string> ReadLanguageTag(std::string_view value, std::string_view field,
                                           std::vector<core::Violation>& violations);

}  // namespace enlace::clinical
