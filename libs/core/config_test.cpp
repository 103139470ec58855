#include "libs/core/config.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <map>

namespace enlace::core {
namespace {

using Catch::Matchers::ContainsSubstring;

Config FromMap(std::map<std::string, std::string> values) {
  return Config([values](const std::string& name) -> std::optional<std::string> {
    const auto found = values.find(name);
    if (found == values.end()) return std::nullopt;
    return found->second;
  });
}

TEST_CASE("values, lists and numbers are read") {
  auto config = FromMap({{"A", "x"}, {"L", "one, two,,"}, {"N", "7"}});
  CHECK(config.Required("A", "a letter") == "x");
  CHECK(config.RequiredList("L", "a list").size() == 2);
  CHECK(config.Int("N", 1, 1, 10) == 7);
  CHECK(config.Optional("M", "fallback") == "fallback");
  CHECK(config.status().ok());
}

TEST_CASE("all mistakes are told at once, each with its variable") {
  auto config = FromMap({{"N", "eleven"}, {"F", "/nonexistent/file"}});
  config.Required("A", "the address of a server");
  config.Int("N", 1, 1, 10);
  config.RequiredFile("F", "a file with a key");
  const std::string message(config.status().message());
  CHECK_THAT(message, ContainsSubstring("A is not set: it must be the address of a server"));
  CHECK_THAT(message, ContainsSubstring("N must be a whole number from 1 to 10"));
  CHECK_THAT(message, ContainsSubstring("F: the file can't be read"));
}

}  // namespace
}  // namespace enlace::core
