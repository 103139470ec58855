#include "libs/clinical/text.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::clinical {
namespace {

using core::Violation;

std::string ReasonOf(std::string_view value, const TextRule& rule) {
  std::vector<Violation> violations;
  const std::string text = CheckText(value, "firstName", rule, violations);
  if (violations.empty()) return "";
  CHECK(text.empty());
  CHECK(violations.size() == 1);
  CHECK(violations[0].field == "firstName");
  return violations[0].reason;
}

TEST_CASE("a text is answered without white space at its ends") {
  std::vector<Violation> violations;
  CHECK(CheckText(" María José\n", "firstName", {}, violations) == "María José");
  CHECK(CheckText("a\r\n\tb ", "comment", {.multiline = true}, violations) == "a\r\n\tb");
  CHECK(CheckText("  ", "secondName", {}, violations).empty());
  CHECK(violations.empty());
}

TEST_CASE("a text that breaks its rule is refused with the reason") {
  using namespace std::string_literals;
  const struct {
    std::string value;
    TextRule rule;
    std::string reason;
  } cases[] = {
      {"", {.required = true}, "REQUIRED"},
      {" \n ", {.required = true}, "REQUIRED"},
      {"ñññ", {.max_characters = 3}, ""},
      {"ññññ", {.max_characters = 3}, "TEXT_LENGTH"},
      {"a\0b"s, {}, "TEXT_CONTROL"},
      {"\0"s, {}, "TEXT_CONTROL"},
      {"a\nb", {}, "TEXT_CONTROL"},
      {"a\x7f", {}, "TEXT_CONTROL"},
      {"a\u0085b", {}, "TEXT_CONTROL"},
      {"a\u202Eb", {}, "TEXT_CONTROL"},
      {"a\x1b b", {.multiline = true}, "TEXT_CONTROL"},
      {"a\xff", {}, "TEXT_ENCODING"},
      {"\xc3", {}, "TEXT_ENCODING"},
      {"\xc0\x80", {}, "TEXT_ENCODING"},
      {"\xed\xa0\x80", {}, "TEXT_ENCODING"},
      {"\xf4\x90\x80\x80", {}, "TEXT_ENCODING"},
      {"'; DROP TABLE patients; --", {}, ""},
      {"\U0001F642", {.max_characters = 1}, ""},
  };
  for (const auto& item : cases) {
    INFO("reason " << item.reason << ", " << item.value.size() << " bytes");
    CHECK(ReasonOf(item.value, item.rule) == item.reason);
  }
}

}  // namespace
}  // namespace enlace::clinical
