#include "libs/core/signer.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::core {
namespace {

const std::string kOld(64, 'a');
const std::string kNew(64, 'b');

Signer SignerOf(const std::string& lines, KeyPurpose purpose = KeyPurpose::kPageTokens) {
  return {*DataKeys::FromHex(lines), purpose};
}

TEST_CASE("what was signed is taken as it was, where it belongs") {
  const auto signer = SignerOf(kOld);
  const std::string text("a\0b", 3);
  const auto token = signer.Sign(text, "list");
  CHECK(signer.Open(token, "list") == text);
  CHECK(signer.Open(token, "another list") == std::nullopt);
  CHECK(SignerOf(kNew).Open(token, "list") == std::nullopt);
  CHECK(SignerOf(kNew + "\n" + kOld).Open(token, "list") == text);
  CHECK(SignerOf(kOld, KeyPurpose::kOffers).Open(token, "list") == std::nullopt);
}

TEST_CASE("what was changed is not taken") {
  const auto signer = SignerOf(kOld);
  const auto token = signer.Sign("some text", "list");
  for (std::size_t i = 0; i < token.size(); ++i) {
    auto changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    CHECK(signer.Open(changed, "list") == std::nullopt);
  }
  for (const auto* text : {"", "A", "not base 64!", "AAAAAAAAAAAAAAAAAAAAAA"}) {
    CHECK(signer.Open(text, "list") == std::nullopt);
  }
  CHECK(signer.Open(signer.Sign(std::string(600, 'a'), "list"), "list") == std::nullopt);
  // The text's end does not pass for the beginning of what it is bound to.
  CHECK(signer.Open(signer.Sign("ab", "c"), "bc") == std::nullopt);
}

}  // namespace
}  // namespace enlace::core
