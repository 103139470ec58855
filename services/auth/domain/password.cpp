#include "services/auth/domain/password.h"

#include <sodium.h>

#include <array>
#include <cerrno>

#include "absl/strings/str_cat.h"

namespace enlace::auth {
namespace {

constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashBytes = 32;

// 0 for a hash at today's cost, 1 at another, -1 for what is no hash.
int CompareCost(const std::string& hash) {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), kPasswordPasses, kPasswordMemory);
}

std::string RandomBase64(std::size_t length) {
  constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
  std::string bytes(length, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  std::string text(sodium_base64_encoded_len(length, kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), kVariant);
  text.pop_back();
  return text;
}

}  // namespace

absl::StatusOr<std::string> HashPassword(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), kPasswordPasses,
                            kPasswordMemory, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return absl::InternalError("a password can't be hashed");
  }
  return std::string(hash.data());
}

absl::StatusOr<bool> VerifyPassword(std::string_view password, const std::string& hash) {
  if (CompareCost(hash) < 0) return absl::InternalError("a password's hash can't be read");
  errno = 0;
  if (crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0) return true;
  // How libsodium tells a wrong password from a lack of memory.
  if (errno == EINVAL) return false;
  return absl::InternalError("a password can't be verified");
}

bool NeedsRehash(const std::string& hash) { return CompareCost(hash) != 0; }

const std::string& DummyHash() {
  // Random in the place of a hash: it costs nothing to make, and nobody knows a password for it.
  static const std::string kHash =
      absl::StrCat("$argon2id$v=19$m=", kPasswordMemory / 1024, ",t=", kPasswordPasses, ",p=1$",
                   RandomBase64(kSaltBytes), "$", RandomBase64(kHashBytes));
  return kHash;
}

}  // namespace enlace::auth
