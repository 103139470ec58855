#include "libs/clinical/phone.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::clinical {
namespace {

TEST_CASE("phones are answered in E.164, as numbers of the region where no country is named") {
  const struct {
    const char* text;
    const char* region;
    const char* expected;
  } cases[] = {
      {"+573001234567", "CO", "+573001234567"},  {"300 123 4567", "CO", "+573001234567"},
      {"(300) 123-4567", "CO", "+573001234567"}, {" +57 300.123.4567 ", "CO", "+573001234567"},
      {"202-555-0123", "US", "+12025550123"},    {"+51 912 345 678", "CO", "+51912345678"},
      {"6015551234", "CO", "+576015551234"},
  };
  for (const auto& item : cases) {
    INFO(item.text);
    std::vector<core::Violation> violations;
    CHECK(ReadPhone(item.text, "phones[0]", violations, item.region) == item.expected);
    CHECK(violations.empty());
  }
}

TEST_CASE("what is no phone number is refused without repeating it") {
  const char* const texts[] = {"",
                               "12",
                               "abc",
                               "1234567890123456789",
                               "tel:+573001234567",
                               "+573001234567 ext. 5",
                               "300-FLOWERS",
                               "++573001234567",
                               "57+3001234567",
                               "+0003001234567",
                               "+820093268",
                               "\xd9\xa3\xd9\xa0\xd9\xa0",
                               "0123456789012345678901234567890123456789"};
  for (const char* text : texts) {
    INFO(text);
    std::vector<core::Violation> violations;
    CHECK(!ReadPhone(text, "phones[0]", violations));
    REQUIRE(violations.size() == 1);
    CHECK(violations[0].reason == "PHONE_FORMAT");
    CHECK(violations[0].field == "phones[0]");
  }
}

}  // namespace
}  // namespace enlace::clinical
