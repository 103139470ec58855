#include "services/audit/domain/json_object.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>
#include <string_view>

namespace enlace::audit {
namespace {

std::string Nested(int depth) {
  return R"({"a":)" + std::string(depth - 1, '[') + "1" + std::string(depth - 1, ']') + "}";
}

TEST_CASE("JSON objects as the database writes them can be stored") {
  const auto* text = GENERATE("{}", R"({"a": null, "b": true, "c": [1, -2.5e3], "d": {"e": "é"}})",
                              R"({"n": 9007199254740993, "m": 1000000000000000000000000000000})",
                              R"({"backslash": "\\u0000 is text here"})");
  CAPTURE(text);
  CHECK(IsStorableJsonObject(text));
}

TEST_CASE("what PostgreSQL or a reader could not keep is refused") {
  const auto* text = GENERATE("", "null", "1", R"("a")", "[]", "[{}]", "{", R"({"a": })", "{} {}",
                              R"({"a": "\u0000"})", R"({"\u0000": 1})", R"({"a": 1e400})",
                              "{\"a\": \"\xff\"}", "{'a': 1}");
  CAPTURE(text);
  CHECK_FALSE(IsStorableJsonObject(text));
}

TEST_CASE("nothing stands behind an object, no NUL either") {
  CHECK_FALSE(IsStorableJsonObject(std::string_view("{}\0", 3)));
  CHECK_FALSE(IsStorableJsonObject(std::string_view("{}\0x", 4)));
}

TEST_CASE("nesting is limited, and a hostile depth costs no stack") {
  CHECK(IsStorableJsonObject(Nested(kMaxJsonDepth)));
  CHECK_FALSE(IsStorableJsonObject(Nested(kMaxJsonDepth + 1)));
  CHECK_FALSE(IsStorableJsonObject(Nested(1'000'000)));
}

}  // namespace
}  // namespace enlace::audit
