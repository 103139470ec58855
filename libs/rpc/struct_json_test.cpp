#include "libs/rpc/struct_json.h"

#include <catch2/catch_test_macros.hpp>
#include <limits>

#include "libs/core/reasons.h"

namespace enlace::rpc {
namespace {

using google::protobuf::Struct;
using nlohmann::json;

Struct Make(const json& object) {
  Struct message;
  ToStruct(object, &message);
  return message;
}

std::string ReasonOf(const Struct& message) {
  std::vector<core::Violation> violations;
  FromStruct(message, "customFields", violations);
  return violations.size() == 1 ? violations[0].reason : "";
}

TEST_CASE("an object comes back as it went in, whole numbers as such") {
  const json object = {{"plan", "gold"},      {"n", 7},        {"x", 1.5},
                       {"yes", true},         {"no", nullptr}, {"list", {1, "a", {{"b", 2}}}},
                       {"deep", {{"er", {}}}}};
  std::vector<core::Violation> violations;
  const auto back = FromStruct(Make(object), "customFields", violations);
  CHECK(violations.empty());
  CHECK(back["n"].is_number_integer());
  CHECK(back["x"] == 1.5);
  CHECK(back["list"][2]["b"] == 2);
}

TEST_CASE("numbers that would be rounded or do not fit are refused by name") {
  std::vector<core::Violation> violations;
  FromStruct(Make({{"a", {{"big", 9007199254740993.0}}}}), "customFields", violations);
  REQUIRE(violations.size() == 1);
  CHECK(violations[0].field == "customFields.a.big");
  CHECK(violations[0].reason == core::reason::kIntegerTooLarge);
  // From 2^53 on a neighbour may have been rounded to it.
  for (const double sign : {1.0, -1.0}) {
    CHECK(ReasonOf(Make({{"n", sign * 9007199254740991.0}})).empty());
    CHECK(ReasonOf(Make({{"n", sign * 9007199254740992.0}})) == core::reason::kIntegerTooLarge);
    CHECK(ReasonOf(Make({{"n", sign * 1e30}})) == core::reason::kIntegerTooLarge);
    CHECK(ReasonOf(Make({{"n", sign * 1.000001e30}})) == core::reason::kNumberTooLarge);
  }
  Struct infinite;
  (*infinite.mutable_fields())["n"].set_number_value(std::numeric_limits<double>::infinity());
  CHECK(ReasonOf(infinite) == core::reason::kNumberTooLarge);
}

TEST_CASE("NUL, depth and the number of keys are limited") {
  CHECK(ReasonOf(Make({{"t", std::string("a\0b", 3)}})) == core::reason::kNul);
  json deep = json::object();
  for (int levels = 1; levels < 32; ++levels) deep = {{"d", deep}};
  CHECK(ReasonOf(Make(deep)).empty());
  CHECK(ReasonOf(Make({{"d", deep}})) == core::reason::kTooDeep);
  json wide = json::object();
  for (int i = 0; i < 1000; ++i) wide["k" + std::to_string(i)] = i;
  CHECK(ReasonOf(Make(wide)).empty());
  wide["one more"] = 0;
  CHECK(ReasonOf(Make(wide)) == core::reason::kTooManyKeys);
}

TEST_CASE("what is no object clears the message") {
  Struct message = Make({{"a", 1}});
  ToStruct(json::array({1, 2}), &message);
  CHECK(message.fields().empty());
}

}  // namespace
}  // namespace enlace::rpc
