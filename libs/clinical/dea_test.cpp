#include "libs/clinical/dea.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::clinical {
namespace {

TEST_CASE("a published example is a DEA number, in any case of letters") {
  CHECK(IsDeaNumber("AP5836727"));
  // A registrant of a business's address has 9 instead of a letter of a name.
  CHECK(IsDeaNumber("F91234563"));
  std::vector<core::Violation> violations;
  CHECK(ReadDeaNumber(" ap5836727 ", "deaNumber", violations) == "AP5836727");
  CHECK(violations.empty());
}

TEST_CASE("a wrong check digit is noticed") {
  for (char digit = '0'; digit <= '9'; ++digit) {
    const std::string text = std::string("AP583672") + digit;
    INFO(text);
    CHECK(IsDeaNumber(text) == (digit == '7'));
  }
  CHECK_FALSE(IsDeaNumber("AP8536727"));
}

TEST_CASE("what has another form is refused by name") {
  for (const std::string text : {"", "AP583672", "AP58367270", "9P5836727", "A85836727",
                                 "AP58367A7", "AP 5836727", "ÑP5836727"}) {
    INFO(text);
    std::vector<core::Violation> violations;
    CHECK_FALSE(ReadDeaNumber(text, "deaNumber", violations));
    REQUIRE(violations.size() == 1);
    CHECK(violations[0].field == "deaNumber");
    CHECK(violations[0].reason == "DEA_NUMBER");
  }
}

}  // namespace
}  // namespace enlace::clinical
