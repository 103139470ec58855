#include "libs/clinical/dea.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"

namespace enlace::clinical {

bool IsDeaNumber(std::string_view text) {
  if (text.size() != 9 || !absl::ascii_isupper(static_cast<unsigned char>(text[0])) ||
      !(absl::ascii_isupper(static_cast<unsigned char>(text[1])) || text[1] == '9')) {
    return false;
  }
  const auto digits = text.substr(2);
  if (!std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit)) return false;
  const auto digit = [digits](int place) { return digits[place - 1] - '0'; };
  const int sum = digit(1) + digit(3) + digit(5) + 2 * (digit(2) + digit(4) + digit(6));
  return sum % 10 == digit(7);
}

std::optional<std::string> ReadDeaNumber(std::string_view value, std::string_view field,
                                         std::vector<core::Violation>& violations) {
  std::string text(Trim(value));
  absl::AsciiStrToUpper(&text);
  if (IsDeaNumber(text)) return text;
  violations.push_back(core::violation::DeaNumber(field));
  return std::nullopt;
}

}  // namespace enlace::clinical
