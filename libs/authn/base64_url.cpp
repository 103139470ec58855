#include "libs/authn/base64_url.h"

#include <sodium.h>

namespace enlace::authn {
namespace {

constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

}  // namespace

std::string ToBase64Url(std::string_view bytes) {
  // With the NUL that libsodium writes behind it.
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), kVariant);
  text.pop_back();
  return text;
}

std::optional<std::string> FromBase64Url(std::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 2, '\0');
  std::size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &length, nullptr, kVariant) != 0) {
    return std::nullopt;
  }
  bytes.resize(length);
  // libsodium of Debian 12 refuses second spellings itself; what signs us in shall not rest on it.
  return ToBase64Url(bytes) == text ? std::optional(std::move(bytes)) : std::nullopt;
}

}  // namespace enlace::authn
