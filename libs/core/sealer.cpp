#include "libs/core/sealer.h"

#include <sodium.h>

namespace enlace::core {
namespace {

constexpr char kVersion = '1';
// Enough to find the key; the tag decides.
constexpr std::size_t kKeyNameBytes = 4;
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kBeforeText = 1 + kKeyNameBytes + kNonceBytes;

static_assert(DataKeys::kBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* Bytes(std::string& text, std::size_t from) {
  return reinterpret_cast<unsigned char*>(text.data()) + from;
}

std::string NameOf(const DataKeys::Key& key) {
  std::string hash(crypto_generichash_BYTES, '\0');
  crypto_generichash(Bytes(hash, 0), hash.size(), key.data(), key.size(), nullptr, 0);
  return hash.substr(0, kKeyNameBytes);
}

}  // namespace

std::string Sealer::Seal(std::string_view text, std::string_view bound_to) const {
  const auto& key = keys_.front();
  std::string sealed = kVersion + NameOf(key);
  sealed.resize(kBeforeText + text.size() + kTagBytes);
  auto* const nonce = Bytes(sealed, kBeforeText - kNonceBytes);
  randombytes_buf(nonce, kNonceBytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(Bytes(sealed, kBeforeText), nullptr, Bytes(text),
                                             text.size(), Bytes(bound_to), bound_to.size(), nullptr,
                                             nonce, key.data());
  return sealed;
}

std::optional<std::string> Sealer::Open(std::string_view sealed, std::string_view bound_to) const {
  if (sealed.size() < kBeforeText + kTagBytes || sealed[0] != kVersion) return std::nullopt;
  const auto nonce = sealed.substr(1 + kKeyNameBytes, kNonceBytes);
  const auto hidden = sealed.substr(kBeforeText);
  std::string text(hidden.size() - kTagBytes, '\0');
  for (const auto& key : keys_) {
    if (sealed.substr(1, kKeyNameBytes) != NameOf(key)) continue;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(Bytes(text, 0), nullptr, nullptr, Bytes(hidden),
                                                   hidden.size(), Bytes(bound_to), bound_to.size(),
                                                   Bytes(nonce), key.data()) == 0) {
      return text;
    }
  }
  return std::nullopt;
}

}  // namespace enlace::core
