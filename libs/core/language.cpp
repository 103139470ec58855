#include "libs/core/language.h"

#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "libs/core/absl_view.h"

namespace enlace::core {
namespace {

constexpr std::size_t kLongestHeader = 256;

// `es` and `es-CO` are Spanish; `*` is any language, so English.
std::optional<Language> LanguageOf(absl::string_view tag) {
  const auto primary = tag.substr(0, tag.find('-'));
  if (absl::EqualsIgnoreCase(primary, "es")) return Language::kSpanish;
  if (absl::EqualsIgnoreCase(primary, "en") || primary == "*") return Language::kEnglish;
  return std::nullopt;
}

// The weight behind `;`, 1 when there is none, 0 when it can't be read.
double WeightOf(absl::string_view parameters) {
  parameters = absl::StripAsciiWhitespace(parameters);
  if (parameters.empty()) return 1;
  double weight = 0;
  if (!absl::ConsumePrefix(&parameters, "q=") || !absl::SimpleAtod(parameters, &weight)) return 0;
  return weight;
}

}  // namespace

Language ParseLanguage(std::string_view accept_language) {
  Language preferred = Language::kEnglish;
  if (accept_language.size() > kLongestHeader) return preferred;
  double highest = 0;
  for (const absl::string_view range : absl::StrSplit(Absl(accept_language), ',')) {
    const auto semicolon = std::min(range.find(';'), range.size());
    const auto language = LanguageOf(absl::StripAsciiWhitespace(range.substr(0, semicolon)));
    const auto rest = range.substr(std::min(semicolon + 1, range.size()));
    if (!language) continue;
    const double weight = WeightOf(rest);
    if (weight > highest) {
      highest = weight;
      preferred = *language;
    }
  }
  return preferred;
}

}  // namespace enlace::core
