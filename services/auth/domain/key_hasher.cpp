#include "services/auth/domain/key_hasher.h"

#include <sodium.h>

namespace enlace::auth {
namespace {

constexpr std::size_t kMinPepper = 32;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

absl::StatusOr<KeyHasher> KeyHasher::FromHex(std::string_view pepper) {
  std::string bytes(pepper.size() / 2, '\0');
  std::size_t length = 0;
  const int result = sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(),
                                    pepper.data(), pepper.size(), nullptr, &length, nullptr);
  if (result != 0 || length != bytes.size() || pepper.size() % 2 != 0 || length < kMinPepper) {
    return absl::InvalidArgumentError("must be at least 64 hexadecimal digits");
  }
  return KeyHasher(std::move(bytes));
}

std::string KeyHasher::Hash(std::string_view plaintext) const {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, Bytes(pepper_), pepper_.size());
  crypto_auth_hmacsha256_update(&state, Bytes(plaintext), plaintext.size());
  std::string hash(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(hash.data()));
  return hash;
}

bool SameHash(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace enlace::auth
