#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "libs/core/data_keys.h"

namespace enlace::core {

// Signs what callers carry from one call to another and may read but not change: keyed BLAKE2b of
// libsodium, 16 bytes, before the text; in base 64 for URLs. Thread-safe.
class Signer {
 public:
  Signer(const DataKeys& keys, KeyPurpose purpose) : keys_(keys.For(purpose)) {}

  // `bound_to`: what the text belongs to; it is taken only there. Both may hold any bytes.
  std::string Sign(std::string_view text, std::string_view bound_to) const;

  // The text; nullopt for what was changed, is bound to something else, was signed with a key that
  // is not there any more, or is longer than 512 characters.
  std::optional<std::string> Open(std::string_view signed_text, std::string_view bound_to) const;

 private:
  std::vector<DataKeys::Key> keys_;
};

}  // namespace enlace::core
