#include "libs/core/reason_text.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/core/reasons.h"

namespace enlace::core {
namespace {

const ReasonText* Find(std::string_view name, const std::optional<std::string>& wording) {
  if (!wording) return nullptr;
  for (const auto* text : ReasonTexts()) {
    if (text->name == name && text->wording == *wording) return text;
  }
  return nullptr;
}

}  // namespace

std::string ReasonText::In(Language language, const Params& params) const {
  std::string text(language == Language::kSpanish ? es : en);
  std::vector<std::pair<std::string, std::string>> filled;
  filled.reserve(params.size());
  for (const auto& [of, value] : params) filled.emplace_back(absl::StrCat("{", of, "}"), value);
  return absl::StrReplaceAll(text, filled);
}

absl::Status Refuse(const ReasonText& text, Params params) {
  ErrorDetails details{.reason = std::string(text.name), .wording = std::string(text.wording)};
  if (text.retry_after_seconds > 0) details.retry_after = absl::Seconds(text.retry_after_seconds);
  const auto message = text.In(Language::kEnglish, params);
  details.params = std::move(params);
  return MakeError(text.code, message, details);
}

Violation Violate(std::string_view field, const ReasonText& text, Params params) {
  auto message = text.In(Language::kEnglish, params);
  return {std::string(field), std::string(text.name), std::move(message), std::string(text.wording),
          std::move(params)};
}

std::string TextOf(const absl::Status& status, Language language) {
  const auto details = DetailsOf(status);
  if (!details.violations.empty() && details.reason == reason::kFieldViolation) {
    std::string joined;
    for (const auto& violation : details.violations) {
      absl::StrAppend(&joined, joined.empty() ? "" : "; ", violation.field, ": ",
                      TextOf(violation, language));
    }
    return joined;
  }
  const auto* text = Find(details.reason, details.wording);
  return text == nullptr ? std::string(status.message()) : text->In(language, details.params);
}

std::string TextOf(const Violation& violation, Language language) {
  const auto* text = Find(violation.reason, violation.wording);
  return text == nullptr ? violation.message : text->In(language, violation.params);
}

}  // namespace enlace::core
