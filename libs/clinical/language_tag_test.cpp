#include "libs/clinical/language_tag.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::clinical {
namespace {

TEST_CASE("a language is known by its letters, in lower case") {
  std::vector<core::Violation> violations;
  CHECK(ReadLanguageTag("es", "languages[0]", violations) == "es");
  CHECK(ReadLanguageTag(" EN ", "languages[0]", violations) == "en");
  CHECK(ReadLanguageTag("guc", "languages[0]", violations) == "guc");
  CHECK(violations.empty());
}

TEST_CASE("names, regions and numbers are refused by name") {
  for (const std::string text : {"", "e", "es-CO", "spanish", "e1", "ñu"}) {
    INFO(text);
    std::vector<core::Violation> violations;
    CHECK_FALSE(ReadLanguageTag(text, "languages[0]", violations));
    REQUIRE(violations.size() == 1);
    CHECK(violations[0].field == "languages[0]");
    CHECK(violations[0].reason == "LANGUAGE_TAG");
  }
}

}  // namespace
}  // namespace enlace::clinical
