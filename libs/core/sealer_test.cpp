#include "libs/core/sealer.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::core {
namespace {

const std::string kOld(64, 'a');
const std::string kNew(64, 'b');

Sealer SealerOf(const std::string& lines) {
  return {*DataKeys::FromHex(lines), KeyPurpose::kKeptAnswers};
}

TEST_CASE("what was sealed opens where it belongs, whatever bytes it holds") {
  const auto sealer = SealerOf(kOld);
  const std::string text{"\0Mar\xc3\xad\xff", 7};
  for (const auto& each : {text, std::string()}) {
    CHECK(sealer.Open(sealer.Seal(each, "tenant|key"), "tenant|key") == each);
  }
  CHECK(sealer.Seal(text, "") != sealer.Seal(text, ""));
}

TEST_CASE("what was changed, cut or moved does not open") {
  const auto sealer = SealerOf(kOld);
  const auto sealed = sealer.Seal("secret", "tenant|key");
  CHECK_FALSE(sealer.Open(sealed, "tenant|other"));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    CHECK_FALSE(sealer.Open(changed, "tenant|key"));
    CHECK_FALSE(sealer.Open(sealed.substr(0, i), "tenant|key"));
  }
}

TEST_CASE("an exchanged key opens what the one before it sealed, while that is there") {
  const auto sealed = SealerOf(kOld).Seal("secret", "");
  CHECK(SealerOf(kNew + "\n" + kOld).Open(sealed, "") == "secret");
  CHECK_FALSE(SealerOf(kNew).Open(sealed, ""));
}

}  // namespace
}  // namespace enlace::core
