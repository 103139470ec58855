#include "libs/db/array_text.h"

namespace enlace::db {

std::string FormatArray(const std::vector<std::string>& values) {
  std::string text = "{";
  for (const auto& value : values) {
    if (text.size() > 1) text.push_back(',');
    text.push_back('"');
    for (const char c : value) {
      if (c == '"' || c == '\\') text.push_back('\\');
      text.push_back(c);
    }
    text.push_back('"');
  }
  text.push_back('}');
  return text;
}

std::optional<std::vector<std::string>> ParseArray(std::string_view text) {
  if (text.size() < 2 || text.front() != '{' || text.back() != '}') return std::nullopt;
  text = text.substr(1, text.size() - 2);
  std::vector<std::string> values;
  if (text.empty()) return values;
  std::size_t i = 0;
  while (true) {
    std::string value;
    const bool quoted = i < text.size() && text[i] == '"';
    if (quoted) ++i;
    while (i < text.size() && text[i] != (quoted ? '"' : ',')) {
      if (!quoted && (text[i] == '{' || text[i] == '}' || text[i] == '"')) return std::nullopt;
      if (text[i] == '\\' && ++i == text.size()) return std::nullopt;
      value.push_back(text[i++]);
    }
    if (quoted && i++ == text.size()) return std::nullopt;
    if (!quoted && (value.empty() || value == "NULL")) return std::nullopt;
    values.push_back(std::move(value));
    if (i == text.size()) return values;
    if (text[i++] != ',') return std::nullopt;
  }
}

}  // namespace enlace::db
