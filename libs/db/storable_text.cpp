#include "libs/db/storable_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace enlace::db {

std::string StorableText(const std::string& text) {
  const auto is_ascii = [](char c) { return c > '\0' && c <= '~'; };
  if (std::all_of(text.begin(), text.end(), is_ascii)) return text;
  constexpr auto kReplace = nlohmann::json::error_handler_t::replace;
  const auto repaired = nlohmann::json(text).dump(-1, ' ', false, kReplace);
  auto storable = nlohmann::json::parse(repaired).get<std::string>();
  std::erase(storable, '\0');
  return storable;
}

}  // namespace enlace::db
