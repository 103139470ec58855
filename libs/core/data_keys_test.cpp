#include "libs/core/data_keys.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::core {
namespace {

const std::string kFirst(64, 'a');
const std::string kSecond(64, '7');

TEST_CASE("each purpose and each line has a key of its own, always the same") {
  const auto keys = *DataKeys::FromHex(kFirst + "\n" + kSecond + "\n");
  const auto tokens = keys.For(KeyPurpose::kPageTokens);
  const auto answers = keys.For(KeyPurpose::kKeptAnswers);
  REQUIRE(tokens.size() == 2);
  CHECK(tokens[0] != tokens[1]);
  CHECK(tokens[0] != answers[0]);
  CHECK(tokens == DataKeys::FromHex(kFirst + "\r\n\n " + kSecond)->For(KeyPurpose::kPageTokens));
  CHECK(tokens[1] == DataKeys::FromHex(kSecond)->For(KeyPurpose::kPageTokens)[0]);
}

TEST_CASE("what is no list of keys is refused") {
  std::string nine;
  for (int i = 0; i < 9; ++i) nine += kFirst + "\n";
  for (const auto& text : {std::string(), std::string("\n"), std::string(63, 'a'),
                           std::string(65, 'a'), std::string(64, 'g'), kFirst + kSecond, nine}) {
    INFO(text);
    CHECK(DataKeys::FromHex(text).status().code() == absl::StatusCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace enlace::core
