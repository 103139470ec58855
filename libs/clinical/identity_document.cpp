#include "libs/clinical/identity_document.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "libs/clinical/text.h"

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

// What is wrong with the number of a document of a known type; empty when nothing is.
std::string FormatProblem(const IdentityDocument& document, std::string_view type_field) {
  const std::string suffix = " for " + std::string(type_field) + " " + document.type;
  if (document.type == "DNI") {
    const bool fits = document.number.size() == 8 && AllDigits(document.number);
    return fits ? "" : "must be 8 digits" + suffix;
  }
  const bool digits_only = document.type == "CC" || document.type == "TI";
  if (digits_only && !AllDigits(document.number)) {
    return "must be digits only" + suffix;
  }
  if (!std::all_of(document.number.begin(), document.number.end(), absl::ascii_isalnum)) {
    return "must be letters and digits without separators" + suffix;
  }
  if (document.number.size() < 4 || document.number.size() > 20) {
    return "must have 4 to 20 characters";
  }
  return "";
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
    violations.push_back({std::string(type_field), "REQUIRED", "is required"});
  } else if (!known) {
    violations.push_back(
        {std::string(type_field), "DOCUMENT_TYPE", "must be one of " + KnownTypes()});
  }
  std::string problem;
  if (document.number.empty()) {
    violations.push_back({std::string(number_field), "REQUIRED", "is required"});
  } else if (known && !(problem = FormatProblem(document, type_field)).empty()) {
    violations.push_back({std::string(number_field), "DOCUMENT_FORMAT", problem});
  }
  if (!known || document.number.empty() || !problem.empty()) return std::nullopt;
  return document;
}

}  // namespace enlace::clinical
