#include "libs/clinical/text.h"

#include <cstdint>
#include <optional>

#include "libs/core/reasons.h"

namespace enlace::clinical {
namespace {

// Takes one code point from the front of `bytes`; nullopt where it is not UTF-8.
std::optional<char32_t> TakeCodePoint(std::string_view& bytes) {
  const auto lead = static_cast<std::uint8_t>(bytes[0]);
  if (lead < 0x80) {
    bytes.remove_prefix(1);
    return lead;
  }
  std::size_t length = 0;
  char32_t point = 0;
  char32_t smallest = 0;
  if ((lead & 0xE0) == 0xC0) {
    length = 2, point = lead & 0x1F, smallest = 0x80;
  } else if ((lead & 0xF0) == 0xE0) {
    length = 3, point = lead & 0x0F, smallest = 0x800;
  } else if ((lead & 0xF8) == 0xF0) {
    length = 4, point = lead & 0x07, smallest = 0x10000;
  } else {
    return std::nullopt;
  }
  if (bytes.size() < length) return std::nullopt;
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<std::uint8_t>(bytes[i]);
    if ((next & 0xC0) != 0x80) return std::nullopt;
    point = (point << 6) | (next & 0x3F);
  }
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (point < smallest || point > 0x10FFFF || surrogate) return std::nullopt;
  bytes.remove_prefix(length);
  return point;
}

bool IsControl(char32_t point, bool multiline) {
  if (multiline && (point == '\n' || point == '\r' || point == '\t')) return false;
  // C0, DEL and C1, then the separators and direction overrides that disguise what is shown.
  return point < 0x20 || (point >= 0x7F && point <= 0x9F) || point == 0x2028 || point == 0x2029 ||
         (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

}  // namespace

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kWhiteSpace = " \t\n\v\f\r";
  const std::size_t begin = text.find_first_not_of(kWhiteSpace);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kWhiteSpace) - begin + 1);
}

bool IsUtf8(std::string_view bytes) {
  while (!bytes.empty()) {
    if (!TakeCodePoint(bytes)) return false;
  }
  return true;
}

std::string CheckText(std::string_view value, std::string_view field, const TextRule& rule,
                      std::vector<core::Violation>& violations) {
  const auto refuse = [&](core::Violation violation) {
    violations.push_back(std::move(violation));
    return std::string();
  };
  const std::string_view trimmed = Trim(value);
  if (trimmed.empty()) {
    return rule.required ? refuse(core::violation::Required(field)) : std::string();
  }
  std::size_t characters = 0;
  for (std::string_view rest = trimmed; !rest.empty(); ++characters) {
    const auto point = TakeCodePoint(rest);
    if (!point) return refuse(core::violation::TextEncoding(field));
    if (IsControl(*point, rule.multiline)) {
      return refuse(core::violation::TextControl(field));
    }
  }
  if (characters > rule.max_characters) {
    return refuse(core::violation::TextLength(field, rule.max_characters));
  }
  return std::string(trimmed);
}

}  // namespace enlace::clinical
