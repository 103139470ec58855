#include "libs/authn/json_object.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

namespace enlace::authn {
namespace {

using std::string_literals::operator""s;

TEST_CASE("an object is read, the same name in different objects too") {
  const auto json = ReadJsonObject(R"({"a": 1, "b": {"a": 2}, "c": [{"a": 3}, {"a": 4}]})");
  REQUIRE(json);
  CHECK((*json)["b"]["a"] == 2);
}

TEST_CASE("what is no object, or names a member twice, is refused") {
  for (const auto& text :
       {""s, "null"s, "[]"s, R"("a")"s, "{"s, "{}{}"s, "{},"s, "{}\0"s, "{\"a\": \"\0\"}"s,
        R"({"a": 1, "a": 1})"s, R"({"a": 1, "\u0061": 2})"s, R"({"b": [{"a": 1, "a": 2}]})"s,
        R"({"a": 1, "b": {"c": 2}, "a": 3})"s, R"({"a": 1,})"s, R"({a: 1})"s, "{\"a\": \"\xff\"}"s,
        R"({"a": 1} // a)"s}) {
    INFO(text);
    CHECK_FALSE(ReadJsonObject(text));
  }
}

}  // namespace
}  // namespace enlace::authn
