#include "services/audit/domain/hash.h"

#include <sodium.h>

#include <algorithm>

namespace enlace::audit {
namespace {

constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL;

const unsigned char* Unsigned(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

static_assert(sizeof(Hash) == crypto_hash_sha256_BYTES);

Hash Sha256(std::initializer_list<std::string_view> parts) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  for (const auto part : parts) crypto_hash_sha256_update(&state, Unsigned(part), part.size());
  Hash hash;
  crypto_hash_sha256_final(&state, hash.data());
  return hash;
}

std::string_view BytesOf(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

std::optional<Hash> HashFromBytes(std::string_view bytes) {
  Hash hash;
  if (bytes.size() != hash.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

std::string ToBase64(std::string_view bytes) {
  // With the NUL that libsodium writes behind it.
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), Unsigned(bytes), bytes.size(), kVariant);
  text.pop_back();
  return text;
}

std::optional<std::string> FromBase64(std::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 2, '\0');
  std::size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &length, nullptr, kVariant) != 0) {
    return std::nullopt;
  }
  bytes.resize(length);
  // One spelling only, whatever the version of libsodium takes.
  return ToBase64(bytes) == text ? std::optional(std::move(bytes)) : std::nullopt;
}

std::string HashText(const Hash& hash) { return ToBase64(BytesOf(hash)); }

std::optional<Hash> ParseHash(std::string_view text) {
  const auto bytes = FromBase64(text);
  return bytes ? HashFromBytes(*bytes) : std::nullopt;
}

}  // namespace enlace::audit
