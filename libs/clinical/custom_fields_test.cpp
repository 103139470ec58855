#include "libs/clinical/custom_fields.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::clinical {
namespace {

using nlohmann::json;

std::string ReasonOf(const json& sent, json target = json::object()) {
  std::vector<core::Violation> violations;
  MergeCustomFields(sent, "customFields", target, violations);
  return violations.empty() ? "" : violations[0].field + " " + violations[0].reason;
}

TEST_CASE("keys are merged one by one and null removes one") {
  json target = {{"plan", "gold"}, {"channel", "web"}, {"n", 1}};
  std::vector<core::Violation> violations;
  MergeCustomFields({{"plan", "silver"}, {"channel", nullptr}, {"new", true}}, "customFields",
                    target, violations);
  CHECK(violations.empty());
  CHECK(target == json({{"plan", "silver"}, {"n", 1}, {"new", true}}));
}

TEST_CASE("what is no object is refused") {
  CHECK(ReasonOf(json::array({1})) == "customFields CUSTOM_FIELDS");
}

TEST_CASE("the result is bounded, however small the steps that lead to it") {
  json many = json::object();
  for (int i = 0; i < 1000; ++i) many["k" + std::to_string(i)] = i;
  CHECK(ReasonOf({{"k0", 7}}, many).empty());
  CHECK(ReasonOf({{"one more", 7}}, many) == "customFields CUSTOM_FIELDS_COUNT");
  const json large = {{"text", std::string(kMaxCustomFieldsBytes - 100, 'x')}};
  CHECK(ReasonOf({{"small", 1}}, large).empty());
  CHECK(ReasonOf({{"rest", std::string(200, 'y')}}, large) == "customFields CUSTOM_FIELDS_SIZE");
}

TEST_CASE("a filter that is no text is refused by its key") {
  std::vector<core::Violation> violations;
  const auto filter = ReadCustomFieldFilter(
      {{"plan", "gold"}, {"a\nb", "x"}, {"crmId", "\x01"}, {"", "x"}}, "customFields", violations);
  CHECK(filter == CustomFieldFilter{{"plan", "gold"}});
  std::vector<std::string> found;
  for (const auto& violation : violations) {
    found.push_back(violation.field + " " + violation.reason);
  }
  CHECK(found == std::vector<std::string>{"customFields TEXT_CONTROL",
                                          "customFields.crmId TEXT_CONTROL",
                                          "customFields REQUIRED"});
}

}  // namespace
}  // namespace enlace::clinical
