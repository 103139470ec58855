#include "services/auth/domain/terms.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "libs/clinical/text.h"
#include "libs/core/absl_view.h"
#include "libs/core/reasons.h"

namespace enlace::auth {
namespace {

using Violations = std::vector<core::Violation>;

constexpr std::array<const char*, 3> kKinds = {"TERMS_OF_SERVICE", "PRIVACY_POLICY",
                                               "DATA_PROCESSING"};
constexpr std::array<const char*, 5> kChannels = {"WEB", "API", "PHONE", "PAPER", "BOT"};
constexpr clinical::TextRule kTitle{.max_characters = 200, .required = true};
constexpr clinical::TextRule kBody{.max_characters = 100'000, .required = true, .multiline = true};
constexpr clinical::TextRule kEvidence{.max_characters = 2000, .multiline = true};
constexpr clinical::TextRule kReason{.max_characters = 500, .multiline = true};

template <std::size_t N>
std::optional<std::string> ReadOneOf(const std::array<const char*, N>& known,
                                     std::string_view text) {
  auto upper = absl::AsciiStrToUpper(core::Absl(clinical::Trim(text)));
  if (std::find(known.begin(), known.end(), upper) == known.end()) return std::nullopt;
  return upper;
}

template <std::size_t N>
std::string CheckOneOf(const std::array<const char*, N>& known, std::string_view text,
                       std::string_view field, Violations& violations) {
  auto read = ReadOneOf(known, text);
  if (read) return *std::move(read);
  violations.push_back(core::violation::EnumValue(field, absl::StrJoin(known, ", ")));
  return "";
}

std::string CheckKind(std::string_view text, Violations& violations) {
  if (!clinical::Trim(text).empty()) return CheckOneOf(kKinds, text, "kind", violations);
  violations.push_back(core::violation::Required("kind"));
  return "";
}

}  // namespace

std::optional<std::string> ReadTermsKind(std::string_view text) { return ReadOneOf(kKinds, text); }

void CheckTerms(Terms& terms, Violations& violations) {
  terms.kind = CheckKind(terms.kind, violations);
  terms.title_es = clinical::CheckText(terms.title_es, "titleEs", kTitle, violations);
  terms.title_en = clinical::CheckText(terms.title_en, "titleEn", kTitle, violations);
  terms.body_es = clinical::CheckText(terms.body_es, "bodyEs", kBody, violations);
  terms.body_en = clinical::CheckText(terms.body_en, "bodyEn", kBody, violations);
}

TermsAcceptance CheckAcceptance(const AcceptTermsRequest& request, Violations& violations) {
  TermsAcceptance acceptance;
  acceptance.kind = CheckKind(request.kind, violations);
  if (!request.version) violations.push_back(core::violation::Required("version"));
  acceptance.version_of_terms = request.version.value_or(0);
  const std::string_view channel =
      clinical::Trim(request.channel).empty() ? "WEB" : std::string_view(request.channel);
  acceptance.channel = CheckOneOf(kChannels, channel, "channel", violations);
  acceptance.evidence = clinical::CheckText(request.evidence, "evidence", kEvidence, violations);
  return acceptance;
}

std::string CheckRevokeReason(const std::string& reason, Violations& violations) {
  return clinical::CheckText(reason, "reason", kReason, violations);
}

}  // namespace enlace::auth
