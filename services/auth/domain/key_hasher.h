#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace enlace::auth {

// HMAC-SHA-256 of API keys under a pepper that is not in the database: a copy of the tables alone
// lets nobody check a guess. Immutable, thread-safe.
class KeyHasher {
 public:
  // `pepper` is at least 32 random bytes in hexadecimal; INVALID_ARGUMENT otherwise.
  static absl::StatusOr<KeyHasher> FromHex(std::string_view pepper);

  // 32 bytes.
  std::string Hash(std::string_view plaintext) const;

 private:
  explicit KeyHasher(std::string pepper) : pepper_(std::move(pepper)) {}
  std::string pepper_;
};

// Whether two hashes are equal; takes the same time wherever they differ.
bool SameHash(std::string_view a, std::string_view b);

}  // namespace enlace::auth
