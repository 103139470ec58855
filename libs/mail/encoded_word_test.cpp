#include "libs/mail/encoded_word.h"

#include <sodium.h>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <vector>

#include "absl/strings/str_split.h"

namespace enlace::mail {
namespace {

constexpr std::size_t kSubject = std::string_view("Subject: ").size();

// The words' contents, each of which must be whole: cut characters would be seen here.
std::vector<std::string> Decoded(const std::string& header) {
  std::vector<std::string> parts;
  const std::vector<std::string> words = absl::StrSplit(header, "\r\n ", absl::SkipEmpty());
  for (std::string_view word : words) {
    REQUIRE(word.starts_with("=?UTF-8?B?"));
    REQUIRE(word.ends_with("?="));
    word = word.substr(10, word.size() - 12);
    std::string bytes(word.size(), '\0');
    std::size_t size = 0;
    REQUIRE(sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(),
                              word.data(), word.size(), nullptr, &size, nullptr,
                              sodium_base64_VARIANT_ORIGINAL) == 0);
    parts.push_back(bytes.substr(0, size));
  }
  return parts;
}

std::string Joined(const std::vector<std::string>& parts) {
  std::string all;
  for (const auto& part : parts) all += part;
  return all;
}

TEST_CASE("short ASCII stays as it is, anything else becomes encoded words") {
  CHECK(HeaderText("", kSubject).empty());
  CHECK(HeaderText("Confirm your e-mail", kSubject) == "Confirm your e-mail");
  CHECK(HeaderText("año", kSubject) == "=?UTF-8?B?YcOxbw==?=");
  CHECK(HeaderText("=?x?=", kSubject) == "=?UTF-8?B?PT94Pz0=?=");
  const std::string fits(76 - kSubject, 'a');
  CHECK(HeaderText(fits, kSubject) == fits);
  CHECK(HeaderText(fits + "a", kSubject) != fits + "a");
}

TEST_CASE("no line is over 76 characters and no character is cut in two") {
  const std::string character = GENERATE("a", "ñ", "€", "📅");
  const std::size_t column = GENERATE(1, 6, 9, 40, 57, 62, 75, 200);
  std::string text;
  for (int i = 0; i < 70; ++i) {
    text += character;
    const auto header = EncodedWords(text, column);
    const auto parts = Decoded(header);
    REQUIRE(Joined(parts) == text);
    for (const auto& part : parts) REQUIRE(part.size() % character.size() == 0);
    auto at = column;
    const std::vector<std::string> lines = absl::StrSplit(header, "\r\n");
    for (const auto& line : lines) {
      REQUIRE((at + line.size() <= 76 || line.empty()));
      at = 0;
    }
  }
}

TEST_CASE("what is no UTF-8 comes through too") {
  const std::string text(500, '\x80');
  CHECK(Joined(Decoded(EncodedWords(text, kSubject))) == text);
}

}  // namespace
}  // namespace enlace::mail
