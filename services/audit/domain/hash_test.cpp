#include "services/audit/domain/hash.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::audit {
namespace {

TEST_CASE("base 64 has one spelling") {
  CHECK(ToBase64("") == "");
  CHECK(FromBase64("") == "");
  CHECK(ToBase64("\xfb\xff") == "+/8=");
  CHECK(FromBase64("+/8=") == "\xfb\xff");
  for (const auto* text : {"+/8", "-_8=", "+/9=", "+/8= ", "+/8=\n", "=", "+/8==", "+"}) {
    CAPTURE(text);
    CHECK_FALSE(FromBase64(text));
  }
  CHECK_FALSE(ParseHash("+/8="));
  CHECK(ParseHash(HashText(Sha256({"a"}))) == Sha256({"a"}));
}

}  // namespace
}  // namespace enlace::audit
