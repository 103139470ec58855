#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

namespace enlace::authn {

// The JSON object that `text` is, and nothing beside it; nullopt for anything else, and for one
// that names a member twice at any depth: two readers could each take another (RFC 8725, section
// 2.4).
std::optional<nlohmann::json> ReadJsonObject(std::string_view text);

}  // namespace enlace::authn
