#include "libs/mail/encoded_word.h"

#include <sodium.h>

#include <algorithm>

#include "absl/strings/ascii.h"

namespace enlace::mail {
namespace {

constexpr std::size_t kLine = 76;
constexpr std::string_view kOpen = "=?UTF-8?B?";
constexpr std::string_view kClose = "?=";
constexpr std::string_view kFold = "\r\n ";
// Fewer than these would hold no character of four bytes.
constexpr std::size_t kLeastBytes = 6;

std::string Base64(std::string_view bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL;
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), kVariant);
  text.pop_back();  // the NUL that ends it
  return text;
}

// How many bytes fit into the encoded word that fills the rest of a line.
std::size_t Capacity(std::size_t column) {
  const auto taken = std::min(kLine, column + kOpen.size() + kClose.size());
  return (kLine - taken) / 4 * 3;
}

bool ContinuesCharacter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// The longest prefix of at most `most` bytes that ends with a whole character. What is no UTF-8 is
// cut anywhere.
std::string_view WholeCharacters(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  auto end = most;
  while (end > 0 && ContinuesCharacter(text[end])) --end;
  return text.substr(0, end == 0 ? most : end);
}

}  // namespace

std::string HeaderText(std::string_view text, std::size_t column) {
  const bool plain =
      std::ranges::all_of(
          text, [](char c) { return absl::ascii_isprint(static_cast<unsigned char>(c)); }) &&
      text.find("=?") == std::string_view::npos && column + text.size() <= kLine;
  return plain ? std::string(text) : EncodedWords(text, column);
}

std::string EncodedWords(std::string_view text, std::size_t column) {
  std::string words;
  while (!text.empty()) {
    if (Capacity(column) >= kLeastBytes) {
      const auto part = WholeCharacters(text, Capacity(column));
      words.append(kOpen).append(Base64(part)).append(kClose);
      text.remove_prefix(part.size());
    }
    if (!text.empty()) words += kFold;
    column = 1;
  }
  return words;
}

}  // namespace enlace::mail
