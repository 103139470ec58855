#include "libs/clinical/email.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::clinical {
namespace {

TEST_CASE("an address is kept as it was sent and compared in lower case") {
  std::vector<core::Violation> violations;
  CHECK(ReadEmail(" Maria.Perez+bot@Example.COM ", "email", violations) ==
        "Maria.Perez+bot@Example.COM");
  CHECK(ReadEmail("a@b.co", "email", violations) == "a@b.co");
  CHECK(violations.empty());
  CHECK(LowerEmail(" Maria@Example.COM ") == "maria@example.com");
}

TEST_CASE("what has not the shape of an address is refused") {
  const std::string texts[] = {"",
                               "maria",
                               "maria@",
                               "@example.com",
                               "maria@example",
                               "maria@@example.com",
                               "maria perez@example.com",
                               "maria@exa mple.com",
                               "maria@-example.com",
                               "maria@example.c",
                               "maria@example..com",
                               ".maria@example.com",
                               "ma..ria@example.com",
                               "maría@example.com",
                               "maria@example.com\nBcc: x@example.com",
                               std::string("maria\0@example.com", 18),
                               std::string(65, 'a') + "@example.com",
                               "a@" + std::string(250, 'b') + ".com"};
  for (const auto& text : texts) {
    INFO(text);
    std::vector<core::Violation> violations;
    CHECK(!ReadEmail(text, "email", violations));
    REQUIRE(violations.size() == 1);
    CHECK(violations[0].reason == "EMAIL_FORMAT");
  }
}

}  // namespace
}  // namespace enlace::clinical
