#include "services/audit/domain/raw_members.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::audit {
namespace {

TEST_CASE("members come with their values as they are written") {
  const auto members = RawMembers(
      R"( {"a" : 1.50 , "b":{"c":["}",{"d":"\\\"]"}]},"e":"x,y:z","f":[ ] , "g":null} )");
  REQUIRE(members);
  REQUIRE(members->size() == 5);
  CHECK(RawValueOf(*members, "a") == "1.50");
  CHECK(RawValueOf(*members, "b") == R"({"c":["}",{"d":"\\\"]"}]})");
  CHECK(RawValueOf(*members, "e") == R"("x,y:z")");
  CHECK(RawValueOf(*members, "f") == "[ ]");
  CHECK(RawValueOf(*members, "g") == "null");
  CHECK_FALSE(RawValueOf(*members, "c"));
}

TEST_CASE("names are compared as what they say, not as they are written") {
  const auto members = RawMembers(R"({"pat\u0069ent_id":"x"})");
  REQUIRE(members);
  CHECK(RawValueOf(*members, "patient_id") == R"("x")");
}

TEST_CASE("an empty object has no members") {
  CHECK(RawMembers("{}")->empty());
  CHECK(RawMembers(" { } ")->empty());
}

TEST_CASE("what is no object has none") {
  for (const auto* text : {"", " ", "[]", "1", "\"{}\"", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1",
                           "{\"a\":1,}", "{\"a\":1}x", "{a:1}", "{\"a\":\"b}", "{\"a\":\"\\\"}",
                           "{\"a\":[1}", "{1:2}", "{\"a\" 1}"}) {
    CAPTURE(text);
    CHECK_FALSE(RawMembers(text));
  }
}

TEST_CASE("a deep value needs no more stack") {
  const std::string deep = std::string(1'000'000, '[') + std::string(1'000'000, ']');
  CHECK(RawMembers("{\"a\":" + deep + "}")->at(0).value == deep);
}

TEST_CASE("a string is read with its escapes, and nothing else is a string") {
  CHECK(ReadString(R"("Mar\u00eda \"\\\n")") == "María \"\\\n");
  CHECK(ReadString(R"("")") == "");
  for (const auto* value : {"", "\"", "1", "null", "{}", "\"\\u\"", "\"a\" \"b\""}) {
    CAPTURE(value);
    CHECK_FALSE(ReadString(value));
  }
}

}  // namespace
}  // namespace enlace::audit
