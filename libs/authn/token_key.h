#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace enlace::authn {

// The public half of a key that signs tokens: Ed25519. A value.
class PublicTokenKey {
 public:
  using Bytes = std::array<std::uint8_t, 32>;

  explicit PublicTokenKey(const Bytes& bytes);

  const Bytes& bytes() const { return bytes_; }

  // Its thumbprint (RFC 7638, SHA-256): 43 characters. Whoever has the key can work it out.
  const std::string& kid() const { return kid_; }

  // Whether `signature` is one of `message` by this key.
  bool Verifies(std::string_view message, std::string_view signature) const;

  friend bool operator==(const PublicTokenKey&, const PublicTokenKey&) = default;

 private:
  Bytes bytes_;
  std::string kid_;
};

// A key that signs tokens. A value; never printed.
class TokenKey {
 public:
  using Seed = std::array<std::uint8_t, 32>;

  // The secret key of RFC 8032, 32 random bytes. The same seed makes the same key.
  explicit TokenKey(const Seed& seed);

  const PublicTokenKey& public_key() const { return public_key_; }

  // 64 bytes; the same for the same message.
  std::string Sign(std::string_view message) const;

 private:
  using Secret = std::array<std::uint8_t, 64>;
  explicit TokenKey(const std::pair<Secret, PublicTokenKey::Bytes>& pair);

  Secret secret_;
  PublicTokenKey public_key_;
};

// The public keys by which tokens are judged. Immutable, thread-safe.
class TokenKeySet {
 public:
  explicit TokenKeySet(std::vector<PublicTokenKey> keys) : keys_(std::move(keys)) {}

  // Reads a JWK set (RFC 7517, RFC 8037). Keys of other kinds or uses are passed over, as are those
  // that are broken or bear a kid which is not their thumbprint. INVALID_ARGUMENT when none is
  // left, so that whoever fetched it keeps the set that it has.
  static absl::StatusOr<TokenKeySet> FromJwks(std::string_view json);

  std::string ToJwks() const;

  // Null when there is no such key. Valid as long as the set.
  const PublicTokenKey* Find(std::string_view kid) const;

 private:
  std::vector<PublicTokenKey> keys_;
};

}  // namespace enlace::authn
