#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "libs/core/error.h"
#include "libs/core/language.h"

namespace enlace::core {

// One text of one reason of the catalogue. Its views live as long as the process.
struct ReasonText {
  // SLOT_TAKEN.
  std::string_view name;
  // Which of the reason's texts it is; empty for the usual one.
  std::string_view wording;
  absl::StatusCode code;
  // 0 where a repeat makes no sense.
  int retry_after_seconds;
  // With {placeholders}.
  std::string_view en;
  std::string_view es;

  // The text with its placeholders filled.
  std::string In(Language language, const Params& params) const;
};

// All texts of the catalogue.
absl::Span<const ReasonText* const> ReasonTexts();

// Make what reasons.h declares.
absl::Status Refuse(const ReasonText& text, Params params);
Violation Violate(std::string_view field, const ReasonText& text, Params params);

// What a caller of that language reads: of an error its message, of a violation its own. An error
// that did not come from the catalogue keeps the text that it has.
std::string TextOf(const absl::Status& status, Language language);
std::string TextOf(const Violation& violation, Language language);

}  // namespace enlace::core
