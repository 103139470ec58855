#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace enlace::authn {

// Base 64 for URLs without padding, as JOSE writes bytes (RFC 7515, section 2).
std::string ToBase64Url(std::string_view bytes);

// Reads what ToBase64Url writes; nullopt for every other spelling: padding, white space, the
// alphabet of plain base 64, bits left over in the last character.
std::optional<std::string> FromBase64Url(std::string_view text);

}  // namespace enlace::authn
