#include "libs/clinical/npi.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::clinical {
namespace {

TEST_CASE("the example of the standard is an NPI") {
  // 45 CFR 162.406; the check digit of 123456789 is worked out in CMS's note on it.
  CHECK(IsNpi("1234567893"));
  CHECK(IsNpi("1003000126"));
  std::vector<core::Violation> violations;
  CHECK(ReadNpi(" 1234567893\n", "npi", violations) == "1234567893");
  CHECK(violations.empty());
}

TEST_CASE("one wrong digit, or two neighbours exchanged, are noticed") {
  const std::string good = "1234567893";
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string text = good;
      text[i] = digit;
      INFO(text);
      CHECK(IsNpi(text) == (text == good));
    }
    if (i == 0) continue;
    std::string text = good;
    std::swap(text[i - 1], text[i]);
    INFO(text);
    CHECK_FALSE(IsNpi(text));
  }
}

TEST_CASE("what is no text of ten digits is refused by name") {
  for (const std::string text :
       {"", "123456789", "12345678930", "123456789A", "1234-56789", "-234567893", "١٢٣٤٥٦٧٨٩٣"}) {
    INFO(text);
    std::vector<core::Violation> violations;
    CHECK_FALSE(ReadNpi(text, "npi", violations));
    REQUIRE(violations.size() == 1);
    CHECK(violations[0].field == "npi");
    CHECK(violations[0].reason == "NPI");
  }
}

}  // namespace
}  // namespace enlace::clinical
