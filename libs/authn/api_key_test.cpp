#include "libs/authn/api_key.h"

#include <catch2/catch_test_macros.hpp>

#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace enlace::authn {
namespace {

ApiKey SomeKey() { return ApiKey::Generate("dev", core::Ulid::Generate(absl::Now())); }

TEST_CASE("a key reads back as it was written") {
  for (const char* environment : {"dev", "test", "live"}) {
    const auto key = ApiKey::Generate(environment, core::Ulid::Generate(absl::Now()));
    const auto parsed = ApiKey::Parse(key.Plaintext());
    REQUIRE(parsed);
    CHECK(parsed->environment == environment);
    CHECK(parsed->id == key.id);
    CHECK(parsed->secret == key.secret);
  }
}

TEST_CASE("a key has the documented shape") {
  const auto key = SomeKey();
  CHECK(key.secret.size() == 32);
  CHECK(key.Plaintext().size() == 8 + 26 + 1 + 32 + 1 + 8);
  CHECK(key.Plaintext().starts_with(absl::StrCat("enl_dev_", key.id.ToString(), "_")));
}

TEST_CASE("secrets do not repeat") {
  const auto id = core::Ulid::Generate(absl::Now());
  std::set<std::string> secrets;
  for (int i = 0; i < 1000; ++i) secrets.insert(ApiKey::Generate("dev", id).secret);
  CHECK(secrets.size() == 1000);
}

TEST_CASE("every corruption of a single character is refused") {
  const auto plaintext = SomeKey().Plaintext();
  int accepted = 0;
  for (std::size_t i = 0; i < plaintext.size(); ++i) {
    for (int c = 0; c < 256; ++c) {
      auto corrupted = plaintext;
      corrupted[i] = static_cast<char>(c);
      if (corrupted != plaintext && ApiKey::Parse(corrupted)) ++accepted;
    }
  }
  CHECK(accepted == 0);
}

TEST_CASE("a character too few, too many or in the wrong place is refused") {
  const auto plaintext = SomeKey().Plaintext();
  for (std::size_t i = 0; i < plaintext.size(); ++i) {
    auto shorter = plaintext;
    shorter.erase(i, 1);
    CHECK_FALSE(ApiKey::Parse(shorter));
    auto longer = plaintext;
    longer.insert(i, 1, '0');
    CHECK_FALSE(ApiKey::Parse(longer));
    if (i == 0 || plaintext[i] == plaintext[i - 1]) continue;
    auto swapped = plaintext;
    std::swap(swapped[i], swapped[i - 1]);
    CHECK_FALSE(ApiKey::Parse(swapped));
  }
}

TEST_CASE("text that is no key is refused") {
  const auto plaintext = SomeKey().Plaintext();
  for (const auto& text :
       {std::string(), std::string("_"), std::string("____"), std::string("enl_dev"),
        absl::AsciiStrToLower(plaintext), absl::AsciiStrToUpper(plaintext), " " + plaintext,
        plaintext + " ", plaintext + plaintext, std::string(1 << 20, '_'),
        ApiKey{"prod", core::Ulid::Generate(absl::Now()), std::string(32, 'A')}.Plaintext(),
        ApiKey{"dev", core::Ulid::Generate(absl::Now()), std::string(31, 'A')}.Plaintext(),
        ApiKey{"dev", core::Ulid::Generate(absl::Now()), std::string(32, 'U')}.Plaintext(),
        ApiKey{"dev", core::Ulid::Generate(absl::Now()), ""}.Plaintext()}) {
    INFO(text.substr(0, 100));
    CHECK_FALSE(ApiKey::Parse(text));
  }
}

TEST_CASE("the redacted form shows nothing of the secret") {
  const auto key = SomeKey();
  const auto id = key.id.ToString();
  CHECK(key.Redacted() == absl::StrCat("enl_dev_", id.substr(0, 3), "…", id.substr(22), "_…"));
  CHECK_FALSE(ApiKey::Parse(key.Redacted()));
}

}  // namespace
}  // namespace enlace::authn
