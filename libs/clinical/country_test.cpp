#include "libs/clinical/country.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::clinical {
namespace {

TEST_CASE("a country is known by its two letters, in any case") {
  std::vector<core::Violation> violations;
  CHECK(ReadCountry("CO", "country", violations) == "CO");
  CHECK(ReadCountry(" us ", "country", violations) == "US");
  CHECK(ReadCountry("AD", "country", violations) == "AD");
  CHECK(ReadCountry("ZW", "country", violations) == "ZW");
  CHECK(violations.empty());
}

TEST_CASE("letters of no country, and names, are refused by name") {
  for (const std::string text : {"", "C", "XX", "EU", "COL", "Colombia", "57", "D ", " ", "OC"}) {
    INFO(text);
    std::vector<core::Violation> violations;
    CHECK_FALSE(ReadCountry(text, "country", violations));
    REQUIRE(violations.size() == 1);
    CHECK(violations[0].field == "country");
    CHECK(violations[0].reason == "COUNTRY");
  }
}

}  // namespace
}  // namespace enlace::clinical
