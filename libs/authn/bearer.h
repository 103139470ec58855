#pragma once

#include <optional>
#include <string_view>

namespace enlace::authn {

// A credential is one text: an API key (the metadata x-api-key), or what the metadata authorization
// holds, `Bearer <access token>`. The two can't be mistaken for each other: no key has a space.

// The token of a credential of the scheme Bearer (RFC 6750; the scheme's case does not matter, RFC
// 9110, section 11.1); nullopt for every other text. A view into `credential`.
std::optional<std::string_view> BearerToken(std::string_view credential);

// The metadata that a credential travels in.
const char* MetadataOf(std::string_view credential);

}  // namespace enlace::authn
