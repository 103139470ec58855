#include "libs/core/language.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

namespace enlace::core {
namespace {

TEST_CASE("the language is picked by preference, English when nothing fits") {
  const struct {
    std::string header;
    Language language;
  } cases[] = {
      {"", Language::kEnglish},
      {"es", Language::kSpanish},
      {"ES-co", Language::kSpanish},
      {"es-419,es;q=0.9,en;q=0.8", Language::kSpanish},
      {"en;q=0.5,es", Language::kSpanish},
      {"en-US,es;q=0.9", Language::kEnglish},
      {"en;q=0.5, es;q=0.7", Language::kSpanish},
      {"fr, es;q=0.3", Language::kSpanish},
      {"*", Language::kEnglish},
      {"fr", Language::kEnglish},
      {"est", Language::kEnglish},
      {"es;q=0", Language::kEnglish},
      {"es;q=many", Language::kEnglish},
      {";;;", Language::kEnglish},
      {",,", Language::kEnglish},
      {std::string(257, ' ') + "es", Language::kEnglish},
  };
  for (const auto& item : cases) {
    INFO(item.header);
    CHECK((ParseLanguage(item.header) == item.language));
  }
}

}  // namespace
}  // namespace enlace::core
