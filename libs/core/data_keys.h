#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace enlace::core {

// What a key is derived for. The numbers are part of what was made with the keys.
enum class KeyPurpose : std::uint64_t {
  kPageTokens = 1,
  kKeptAnswers = 2,
  kOffers = 3,
  kReplyLinks = 4,
  kAccessTokens = 5,
  kMailLinks = 6,
  kTotpSecrets = 7,
  kMfaTokens = 8,
  kAuditPersonKeys = 9,
  kDataKeys = 10
};

// The installation's secret keys. None is used itself: each purpose has keys of its own, derived by
// crypto_kdf of libsodium (BLAKE2b). A value; never printed.
class DataKeys {
 public:
  static constexpr std::size_t kBytes = 32;
  using Key = std::array<std::uint8_t, kBytes>;

  // One to eight keys of 64 hexadecimal digits, one a line. What is made anew is made with the
  // first; the others open what was made before it was put there. INVALID_ARGUMENT for anything
  // else.
  static absl::StatusOr<DataKeys> FromHex(std::string_view lines);
  static absl::StatusOr<DataKeys> FromKeys(std::vector<Key> keys);

  // The keys of a purpose, in the order of their lines: at least one.
  std::vector<Key> For(KeyPurpose purpose) const;

 private:
  explicit DataKeys(std::vector<Key> keys) : keys_(std::move(keys)) {}
  std::vector<Key> keys_;
};

}  // namespace enlace::core
