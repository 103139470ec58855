#include "libs/core/signer.h"

#include <sodium.h>

#include <algorithm>
#include <cstdint>

#include "absl/strings/escaping.h"
#include "libs/core/absl_view.h"

namespace enlace::core {
namespace {

constexpr std::size_t kSignatureBytes = 16;
constexpr std::size_t kLongest = 512;

std::string SignatureOf(const DataKeys::Key& key, std::string_view text,
                        std::string_view bound_to) {
  crypto_generichash_state state;
  std::string signature(kSignatureBytes, '\0');
  // With its length, so that no two pairs have one text.
  const auto add = [&state](std::string_view part) {
    const auto size = static_cast<std::uint64_t>(part.size());
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&size), sizeof size);
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                              part.size());
  };
  crypto_generichash_init(&state, key.data(), key.size(), kSignatureBytes);
  add(bound_to);
  add(text);
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(signature.data()),
                           signature.size());
  return signature;
}

}  // namespace

std::string Signer::Sign(std::string_view text, std::string_view bound_to) const {
  auto raw = SignatureOf(keys_.front(), text, bound_to);
  raw.append(text);
  return absl::WebSafeBase64Escape(raw);
}

std::optional<std::string> Signer::Open(std::string_view signed_text,
                                        std::string_view bound_to) const {
  std::string raw;
  if (signed_text.size() > kLongest || !absl::WebSafeBase64Unescape(Absl(signed_text), &raw) ||
      raw.size() <= kSignatureBytes) {
    return std::nullopt;
  }
  // The last character's unused bits.
  if (absl::WebSafeBase64Escape(raw) != signed_text) return std::nullopt;
  const auto signature = std::string_view(raw).substr(0, kSignatureBytes);
  const auto text = std::string_view(raw).substr(kSignatureBytes);
  const bool ours = std::any_of(keys_.begin(), keys_.end(), [&](const auto& key) {
    return sodium_memcmp(SignatureOf(key, text, bound_to).data(), signature.data(),
                         kSignatureBytes) == 0;
  });
  return ours ? std::optional<std::string>(text) : std::nullopt;
}

}  // namespace enlace::core
