#include "libs/catalog/identity_document.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"

namespace enlace::catalog {
namespace {

// Longer ones are no documents, and would not fit into an index.
constexpr std::size_t kMostCharacters = 50;

namespace violation = core::violation;
using Violations = std::vector<core::Violation>;

std::string Canonical(std::string_view text) {
  std::string upper(clinical::Trim(text));
  absl::AsciiStrToUpper(&upper);
  return upper;
}

// What is wrong with the number of a document of a known type.
std::optional<core::Violation> FormatProblem(const clinical::IdentityDocument& document,
                                             const DocumentRules& rules,
                                             std::string_view type_field,
                                             std::string_view number_field) {
  const auto& [type, number] = document;
  const bool digits = std::all_of(number.begin(), number.end(), absl::ascii_isdigit);
  const bool exact = !rules.exact_length || rules.IsUsualLength(number.size());
  if (rules.digits_only && !(digits && exact)) {
    return rules.exact_length ? violation::DocumentFormatExactDigits(
                                    number_field, *rules.exact_length, type_field, type)
                              : violation::DocumentFormat(number_field, type_field, type);
  }
  if (!std::all_of(number.begin(), number.end(), absl::ascii_isalnum)) {
    return violation::DocumentFormatAlphanumeric(number_field, type_field, type);
  }
  if (!exact) {
    return violation::DocumentFormatExact(number_field, *rules.exact_length, type_field, type);
  }
  if (number.size() > kMostCharacters) {
    return violation::DocumentFormatLength(number_field, kMostCharacters);
  }
  return std::nullopt;
}

std::string LengthsOf(const DocumentRules& rules) {
  if (!rules.lengths.empty()) {
    std::string joined;
    for (const int length : rules.lengths) {
      joined += (joined.empty() ? "" : ", ") + std::to_string(length);
    }
    return joined;
  }
  if (rules.min_length == rules.max_length) return std::to_string(rules.min_length);
  return std::to_string(rules.min_length) + "-" + std::to_string(rules.max_length);
}

core::Violation UnusualAge(std::string_view field, const std::string& type,
                           const DocumentRules& rules) {
  if (!rules.max_age) return violation::DocumentAgeFrom(field, type, rules.min_age.value_or(0));
  if (!rules.min_age) return violation::DocumentAgeUnder(field, type, *rules.max_age + 1);
  return violation::DocumentAge(field, type, *rules.min_age, *rules.max_age);
}

}  // namespace

std::optional<std::string> ReadDocumentType(const Codes& codes, std::string_view type,
                                            std::string_view type_field, Violations& violations) {
  std::string code = Canonical(type);
  if (codes.Find(kDocumentTypes, code)) return code;
  violations.push_back(violation::DocumentType(type_field, codes.CodesOf(kDocumentTypes)));
  return std::nullopt;
}

std::optional<clinical::IdentityDocument> ReadIdentityDocument(
    const Codes& codes, std::string_view type, std::string_view number, std::string_view type_field,
    std::string_view number_field, Violations& violations) {
  clinical::IdentityDocument document{Canonical(type), Canonical(number)};
  const auto known = codes.Find(kDocumentTypes, document.type);
  if (document.type.empty()) {
    violations.push_back(violation::Required(type_field));
  } else if (!known) {
    ReadDocumentType(codes, type, type_field, violations);
  }
  std::optional<core::Violation> problem;
  if (document.number.empty()) {
    problem = violation::Required(number_field);
  } else if (known) {
    problem = FormatProblem(document, known->entry->rules, type_field, number_field);
  }
  if (problem) violations.push_back(*problem);
  if (!known || problem) return std::nullopt;
  return document;
}

void CheckNewDocument(const Codes& codes, const clinical::IdentityDocument& document,
                      std::string_view type_field, std::string_view number_field,
                      Violations& violations, Violations& warnings) {
  const auto found = codes.Find(kDocumentTypes, document.type);
  if (!found) return;
  if (!found->valid) {
    violations.push_back(violation::DocumentTypeEnded(type_field, codes.CodesOf(kDocumentTypes)));
  }
  const auto& rules = found->entry->rules;
  if (!rules.IsUsualLength(document.number.size())) {
    warnings.push_back(
        violation::DocumentLength(number_field, LengthsOf(rules), type_field, document.type));
  }
}

int AgeOn(absl::CivilDay day, absl::CivilDay birth_date) {
  const auto years = static_cast<int>(day.year() - birth_date.year());
  const bool before_birthday = day.month() < birth_date.month() ||
                               (day.month() == birth_date.month() && day.day() < birth_date.day());
  return before_birthday ? years - 1 : years;
}

void CheckBearersAge(const Codes& codes, const clinical::IdentityDocument& document,
                     absl::CivilDay birth_date, std::string_view type_field, Violations& warnings) {
  const auto found = codes.Find(kDocumentTypes, document.type);
  if (!found || birth_date > codes.today()) return;
  const auto& rules = found->entry->rules;
  if (rules.IsUsualAge(AgeOn(codes.today(), birth_date))) return;
  // The age itself is personal data: it is not repeated.
  warnings.push_back(UnusualAge(type_field, document.type, rules));
}

}  // namespace enlace::catalog
