#include "libs/clinical/language_tag.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"

namespace enlace::clinical {

std::optional<std::string> ReadLanguageTag(std::string_view value, std::string_view field,
                                           std::vector<core::Violation>& violations) {
  std::string text(Trim(value));
  if ((text.size() == 2 || text.size() == 3) &&
      std::all_of(text.begin(), text.end(), absl::ascii_isalpha)) {
    absl::AsciiStrToLower(&text);
    return text;
  }
  violations.push_back(core::violation::LanguageTag(field));
  return std::nullopt;
}

}  // namespace enlace::clinical
