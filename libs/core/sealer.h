#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "libs/core/data_keys.h"

namespace enlace::core {

// Encrypts what must not be readable at rest: XChaCha20-Poly1305 of libsodium, with a random nonce.
// What was sealed names its key, so that keys can be exchanged. Thread-safe.
class Sealer {
 public:
  Sealer(const DataKeys& keys, KeyPurpose purpose) : keys_(keys.For(purpose)) {}

  // `bound_to`: what the text belongs to; it opens only there. Both may hold any bytes.
  std::string Seal(std::string_view text, std::string_view bound_to) const;

  // Nullopt for what was changed, is bound to something else, or was sealed with a key that is not
  // there any more.
  std::optional<std::string> Open(std::string_view sealed, std::string_view bound_to) const;

 private:
  std::vector<DataKeys::Key> keys_;
};

}  // namespace enlace::core
