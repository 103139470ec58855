#include "libs/core/data_keys.h"

#include <sodium.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "libs/core/absl_view.h"

namespace enlace::core {
namespace {

constexpr std::size_t kMostKeys = 8;
// libsodium asks for eight characters beside the number of a purpose.
constexpr char kContext[crypto_kdf_CONTEXTBYTES + 1] = "enlace-1";

static_assert(DataKeys::kBytes == crypto_kdf_KEYBYTES);

}  // namespace

absl::StatusOr<DataKeys> DataKeys::FromHex(std::string_view lines) {
  std::vector<Key> keys;
  for (absl::string_view line : absl::StrSplit(Absl(lines), '\n', absl::SkipWhitespace())) {
    line = absl::StripAsciiWhitespace(line);
    Key key{};
    std::size_t length = 0;
    if (line.size() != 2 * kBytes || sodium_hex2bin(key.data(), key.size(), line.data(),
                                                    line.size(), nullptr, &length, nullptr) != 0) {
      return absl::InvalidArgumentError("each line must hold 64 hexadecimal digits");
    }
    keys.push_back(key);
  }
  return FromKeys(std::move(keys));
}

absl::StatusOr<DataKeys> DataKeys::FromKeys(std::vector<Key> keys) {
  if (keys.empty() || keys.size() > kMostKeys) {
    return absl::InvalidArgumentError("there must be one to eight keys");
  }
  return DataKeys(std::move(keys));
}

std::vector<DataKeys::Key> DataKeys::For(KeyPurpose purpose) const {
  std::vector<Key> derived;
  for (const auto& key : keys_) {
    crypto_kdf_derive_from_key(derived.emplace_back().data(), kBytes,
                               static_cast<std::uint64_t>(purpose), kContext, key.data());
  }
  return derived;
}

}  // namespace enlace::core
