#include "libs/catalog/codes.h"

#include <catch2/catch_test_macros.hpp>

#include "libs/catalog/testing/sample_catalogs.h"
#include "libs/core/reason_text.h"
#include "libs/core/reasons.h"

namespace enlace::catalog {
namespace {

using nlohmann::json;
using testing::SampleCodes;

constexpr absl::CivilDay kToday(2026, 11, 21);

std::shared_ptr<const TenantRules> Rules(const json& settings) {
  std::vector<core::Violation> violations;
  auto rules =
      std::make_shared<const TenantRules>(ReadTenantRules(settings, "settings", violations));
  REQUIRE(violations.empty());
  return rules;
}

struct Outcome {
  std::optional<std::string> code;
  std::vector<core::Violation> violations;
  std::vector<core::Violation> warnings;
};

Outcome Eps(const Codes& codes, std::string_view value) {
  Outcome outcome;
  outcome.code = ReadEps(codes, value, "epsId", outcome.violations, outcome.warnings);
  return outcome;
}

Outcome Gender(std::string_view value) {
  Outcome outcome;
  outcome.code = ReadCode(SampleCodes(kToday), kGenders, value, "genderId", core::violation::Gender,
                          outcome.violations, outcome.warnings);
  return outcome;
}

TEST_CASE("codes and national codes are read, whatever the case and the space around them") {
  for (const char* text : {"F", " f ", "02"}) CHECK(Gender(text).code == "F");
  const auto unknown = Gender("X");
  CHECK(!unknown.code);
  REQUIRE(unknown.violations.size() == 1);
  CHECK(unknown.violations[0].message.find("F, I, M") != std::string::npos);
}

TEST_CASE("an unknown EPS is a warning, and an error for the tenant that wants that") {
  const auto warned = Eps(SampleCodes(kToday), "eps777");
  CHECK(warned.code == "EPS777");
  CHECK(warned.violations.empty());
  REQUIRE(warned.warnings.size() == 1);
  CHECK(warned.warnings[0].reason == "EPS_UNKNOWN");

  const auto strict = Rules({{"catalogs", {{"unknownEps", "error"}}}});
  const auto refused = Eps(SampleCodes(kToday, strict), "EPS777");
  CHECK(!refused.code);
  REQUIRE(refused.violations.size() == 1);
  CHECK(refused.violations[0].reason == "EPS_UNKNOWN");
  CHECK(Eps(SampleCodes(kToday, strict), "EPS005").violations.empty());
}

TEST_CASE("an EPS whose validity has ended is a warning that says when, in both languages") {
  const auto ended = Eps(SampleCodes(kToday), "EPS900");
  CHECK(ended.code == "EPS900");
  REQUIRE(ended.warnings.size() == 1);
  CHECK(ended.warnings[0].reason == "CODE_ENDED");
  CHECK(ended.warnings[0].message == "is a code whose validity ended on 2020-12-31");
  CHECK(core::TextOf(ended.warnings[0], core::Language::kSpanish) ==
        "es un código cuya vigencia terminó el 2020-12-31");
  CHECK(Eps(SampleCodes(absl::CivilDay(2020, 12, 31)), "EPS900").warnings.empty());
}

TEST_CASE("what can't be the code of an EPS is refused") {
  for (const char* text : {"005", "E", "EPS-005", "EPS00500500"}) {
    INFO(text);
    const auto outcome = Eps(SampleCodes(kToday), text);
    CHECK(!outcome.code);
    CHECK(outcome.violations.size() == 1);
  }
}

TEST_CASE("a tenant's own codes are known to it alone, and never replace the national ones") {
  const auto rules = Rules({{"catalogs",
                             {{"eps",
                               {{{"code", "PREP01"}, {"nameEs", "Prepagada"}},
                                {{"code", "EPS005"}, {"nameEs", "Otra"}}}}}}});
  const auto codes = SampleCodes(kToday, rules);
  CHECK(Eps(codes, "PREP01").warnings.empty());
  CHECK(Eps(SampleCodes(kToday), "PREP01").warnings.size() == 1);
  CHECK(!codes.Find(kEps, "EPS005")->entry->of_tenant);
  CHECK(codes.CodesOf(kEps) == "EPS005, EPS037, PREP01");
}

}  // namespace
}  // namespace enlace::catalog
