#include "libs/catalog/tenant_rules.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::catalog {
namespace {

using nlohmann::json;

std::vector<std::string> ViolationsOf(const json& settings) {
  std::vector<core::Violation> violations;
  ReadTenantRules(settings, "settings", violations);
  std::vector<std::string> found;
  for (const auto& violation : violations)
    found.push_back(violation.field + " " + violation.reason);
  return found;
}

TEST_CASE("settings that say nothing about codes leave everything as it is") {
  std::vector<core::Violation> violations;
  const auto rules = ReadTenantRules({{"colour", "blue"}}, "settings", violations);
  CHECK(violations.empty());
  CHECK(rules.country == "CO");
  CHECK(!rules.refuse_unknown_eps);
  CHECK(rules.document_types.empty());
}

TEST_CASE("a tenant's own document type has its rules and its validity") {
  std::vector<core::Violation> violations;
  const auto rules = ReadTenantRules(json::parse(R"({
    "country": "PE",
    "catalogs": {"unknownEps": "error", "documentTypes": [
      {"code": "carne", "nameEs": "Carné", "characters": "DIGITS", "lengths": [6, 8],
       "validFrom": "2026-01-01", "attributes": {"minAge": 18}}]}})"),
                                     "settings", violations);
  CHECK(violations.empty());
  CHECK(rules.country == "PE");
  CHECK(rules.refuse_unknown_eps);
  REQUIRE(rules.document_types.size() == 1);
  const auto& type = rules.document_types[0];
  CHECK(type.code == "CARNE");
  CHECK(type.name_en == "Carné");
  CHECK(type.of_tenant);
  CHECK(type.rules.digits_only);
  CHECK(type.rules.IsUsualLength(8));
  CHECK(!type.rules.IsUsualLength(7));
  CHECK(type.rules.min_age == 18);
  CHECK(type.valid_from == absl::CivilDay(2026, 1, 1));
}

TEST_CASE("every violation of settings names its path") {
  CHECK(ViolationsOf({{"country", "Peru"}}) ==
        std::vector<std::string>{"settings.country COUNTRY"});
  CHECK(ViolationsOf({{"catalogs", 1}}) == std::vector<std::string>{"settings.catalogs SETTING"});
  CHECK(
      ViolationsOf(json::parse(R"({"catalogs": {"unknownEps": true, "eps": {}, "colour": 1}})")) ==
      std::vector<std::string>{"settings.catalogs SETTING", "settings.catalogs.eps SETTING",
                               "settings.catalogs.unknownEps SETTING"});
  CHECK(ViolationsOf(json::parse(R"({"catalogs": {"documentTypes": [
          {"nameEs": "A"}, {"code": "X"}, {"code": "AB", "nameEs": "A"}, {"code": "ab", "nameEs": "B"},
          {"code": "CD", "nameEs": "C", "lengths": [0], "minAge": 9, "maxAge": 3, "characters": "x",
           "validFrom": "2026-02-30"},
          {"code": "EF", "nameEs": "E", "validFrom": "2026-02-02", "validTo": "2026-02-01"}, 5]}})")) ==
        std::vector<std::string>{"settings.catalogs.documentTypes[0].code REQUIRED",
                                 "settings.catalogs.documentTypes[1].code CODE_FORMAT",
                                 "settings.catalogs.documentTypes[1].nameEs REQUIRED",
                                 "settings.catalogs.documentTypes[3].code REPEATED",
                                 "settings.catalogs.documentTypes[4].validFrom DATE_FORMAT",
                                 "settings.catalogs.documentTypes[4].characters ATTRIBUTE",
                                 "settings.catalogs.documentTypes[4].lengths ATTRIBUTE",
                                 "settings.catalogs.documentTypes[4].maxAge ATTRIBUTE",
                                 "settings.catalogs.documentTypes[5].validTo DATE_ORDER",
                                 "settings.catalogs.documentTypes[6] SETTING"});
}

TEST_CASE("a list beyond its bound is refused as a whole") {
  json types = json::array();
  for (int i = 0; i < 51; ++i) {
    types.push_back({{"code", "T" + std::to_string(i)}, {"nameEs", "T"}});
  }
  CHECK(ViolationsOf({{"catalogs", {{"documentTypes", types}}}}) ==
        std::vector<std::string>{"settings.catalogs.documentTypes LIST_LENGTH"});
}

}  // namespace
}  // namespace enlace::catalog
