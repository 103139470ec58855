#include "libs/clinical/identity_document.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"

namespace enlace::clinical {
namespace {

std::string Canonical(std::string_view text) {
  std::string upper(Trim(text));
  absl::AsciiStrToUpper(&upper);
  return upper;
}

bool AllDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

// What is wrong with the number of a document of a known type.
std::optional<core::Violation> FormatProblem(const IdentityDocument& document,
                                             std::string_view type_field,
                                             std::string_view number_field) {
  namespace violation = core::violation;
  const auto& [type, number] = document;
  if (type == "DNI") {
    if (number.size() == 8 && AllDigits(number)) return std::nullopt;
    return violation::DocumentFormatEightDigits(number_field, type_field, type);
  }
  const bool digits_only = type == "CC" || type == "TI";
  if (digits_only && !AllDigits(number)) {
    return violation::DocumentFormat(number_field, type_field, type);
  }
  if (!std::all_of(number.begin(), number.end(), absl::ascii_isalnum)) {
    return violation::DocumentFormatAlphanumeric(number_field, type_field, type);
  }
  if (number.size() < 4 || number.size() > 20) {
    return violation::DocumentFormatLength(number_field, 4, 20);
  }
  return std::nullopt;
}

std::string KnownTypes() {
  std::string known;
  for (const auto type : DocumentTypes()) {
    if (!known.empty()) known += ", ";
    known += type;
  }
  return known;
}

}  // namespace

const std::vector<std::string_view>& DocumentTypes() {
  static const auto& types =
      *new std::vector<std::string_view>{"CN", "RC", "TI",  "CC", "PA",  "CD", "CE", "DE", "SC",
                                         "PE", "PT", "PPT", "PC", "RUT", "AS", "MS", "SI", "DNI"};
  return types;
}

std::optional<IdentityDocument> ReadIdentityDocument(std::string_view type, std::string_view number,
                                                     std::string_view type_field,
                                                     std::string_view number_field,
                                                     std::vector<core::Violation>& violations) {
  const IdentityDocument document{Canonical(type), Canonical(number)};
  const auto& types = DocumentTypes();
  const bool known = std::find(types.begin(), types.end(), document.type) != types.end();
  if (document.type.empty()) {
    violations.push_back(core::violation::Required(type_field));
  } else if (!known) {
    violations.push_back(core::violation::DocumentType(type_field, KnownTypes()));
  }
  std::optional<core::Violation> problem;
  if (document.number.empty()) {
    problem = core::violation::Required(number_field);
  } else if (known) {
    problem = FormatProblem(document, type_field, number_field);
  }
  if (problem) violations.push_back(*std::move(problem));
  if (!known || problem) return std::nullopt;
  return document;
}

}  // namespace enlace::clinical
