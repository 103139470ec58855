#include "services/auth/domain/terms.h"

#include <catch2/catch_test_macros.hpp>
#include <map>
#include <string>

#include "libs/core/reasons.h"

namespace enlace::auth {
namespace {

using Faults = std::map<std::string, std::string>;

Faults FaultsOf(const std::vector<core::Violation>& violations) {
  Faults faults;
  for (const auto& one : violations) faults[one.field] = one.reason;
  return faults;
}

Faults FaultsOf(Terms terms) {
  std::vector<core::Violation> violations;
  CheckTerms(terms, violations);
  return FaultsOf(violations);
}

Faults FaultsOf(const AcceptTermsRequest& request) {
  std::vector<core::Violation> violations;
  CheckAcceptance(request, violations);
  return FaultsOf(violations);
}

TEST_CASE("a kind is read however it is written, and there are three of them") {
  for (const std::string text : {"PRIVACY_POLICY", "privacy_policy", " Privacy_Policy "}) {
    INFO(text);
    CHECK(ReadTermsKind(text) == "PRIVACY_POLICY");
  }
  CHECK(ReadTermsKind("TERMS_OF_SERVICE"));
  CHECK(ReadTermsKind("DATA_PROCESSING"));
  for (const std::string text : {"", "COOKIES", "PRIVACY POLICY"}) CHECK_FALSE(ReadTermsKind(text));
}

TEST_CASE("terms are published with a title and a text in both languages") {
  const Terms good{.kind = "privacy_policy",
                   .title_es = " Privacidad ",
                   .title_en = "Privacy",
                   .body_es = "Uno.\n\nDos.",
                   .body_en = std::string(100'000, 'x')};
  CHECK(FaultsOf(good).empty());
  CHECK(FaultsOf(Terms()) == Faults{{"kind", std::string(core::reason::kRequired)},
                                    {"titleEs", std::string(core::reason::kRequired)},
                                    {"titleEn", std::string(core::reason::kRequired)},
                                    {"bodyEs", std::string(core::reason::kRequired)},
                                    {"bodyEn", std::string(core::reason::kRequired)}});
  auto wrong = good;
  wrong.kind = "COOKIES";
  wrong.title_es = std::string(201, 'x');
  wrong.title_en = "two\nlines";
  wrong.body_en += "x";
  CHECK(FaultsOf(wrong) == Faults{{"kind", std::string(core::reason::kEnumValue)},
                                  {"titleEs", std::string(core::reason::kTextLength)},
                                  {"titleEn", std::string(core::reason::kTextControl)},
                                  {"bodyEn", std::string(core::reason::kTextLength)}});
}

TEST_CASE("an acceptance comes by the web unless another channel is named") {
  std::vector<core::Violation> violations;
  const auto plain = CheckAcceptance({.kind = "data_processing", .version = 2}, violations);
  CHECK(plain.kind == "DATA_PROCESSING");
  CHECK(plain.version_of_terms == 2);
  CHECK(plain.channel == "WEB");
  const auto spoken = CheckAcceptance(
      {.kind = "DATA_PROCESSING", .version = 2, .channel = "phone", .evidence = " grabación 42 "},
      violations);
  CHECK(spoken.channel == "PHONE");
  CHECK(spoken.evidence == "grabación 42");
  CHECK(violations.empty());
}

TEST_CASE("everything that is wrong with an acceptance is said at once") {
  CHECK(FaultsOf(AcceptTermsRequest()) ==
        Faults{{"kind", std::string(core::reason::kRequired)},
               {"version", std::string(core::reason::kRequired)}});
  CHECK(FaultsOf(AcceptTermsRequest{.kind = "COOKIES",
                                    .version = 1,
                                    .channel = "PIGEON",
                                    .evidence = std::string(2001, 'x')}) ==
        Faults{{"kind", std::string(core::reason::kEnumValue)},
               {"channel", std::string(core::reason::kEnumValue)},
               {"evidence", std::string(core::reason::kTextLength)}});
}

TEST_CASE("a reason to revoke may be left out, and has at most 500 characters") {
  std::vector<core::Violation> violations;
  CHECK(CheckRevokeReason("", violations) == "");
  CHECK(CheckRevokeReason(" ya no ", violations) == "ya no");
  CHECK(violations.empty());
  CheckRevokeReason(std::string(501, 'x'), violations);
  CHECK(FaultsOf(violations) == Faults{{"reason", std::string(core::reason::kTextLength)}});
}

}  // namespace
}  // namespace enlace::auth
