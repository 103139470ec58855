#include "libs/authn/json_object.h"

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"

namespace enlace::authn {

std::optional<nlohmann::json> ReadJsonObject(std::string_view text) {
  // The parser takes a NUL for the end of the text.
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  using Event = nlohmann::json::parse_event_t;
  // One set for each object that is open.
  std::vector<absl::flat_hash_set<std::string>> names;
  bool twice = false;
  const auto note_name = [&](int, Event event, const nlohmann::json& value) {
    if (event == Event::object_start) names.emplace_back();
    if (event == Event::object_end) names.pop_back();
    if (event == Event::key) twice |= !names.back().insert(value.get<std::string>()).second;
    return true;
  };
  auto json = nlohmann::json::parse(text, note_name, /*allow_exceptions=*/false);
  if (twice || !json.is_object()) return std::nullopt;
  return json;
}

}  // namespace enlace::authn
