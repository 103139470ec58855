#include "libs/authn/api_key.h"

#include <sodium.h>
#include <zlib.h>

#include <array>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

namespace enlace::authn {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kSecretBytes = 20;
constexpr std::size_t kSecretLength = kSecretBytes * 8 / 5;

bool IsEnvironment(std::string_view text) {
  return text == "dev" || text == "test" || text == "live";
}

std::string NewSecret() {
  std::array<unsigned char, kSecretBytes> random;
  randombytes_buf(random.data(), random.size());
  std::string secret;
  secret.reserve(kSecretLength);
  unsigned bits = 0;
  unsigned count = 0;
  for (const auto byte : random) {
    bits = (bits << 8) | byte;
    count += 8;
    for (; count >= 5; count -= 5) secret.push_back(kAlphabet[(bits >> (count - 5)) & 31]);
  }
  sodium_memzero(random.data(), random.size());
  return secret;
}

std::string Body(const ApiKey& key) {
  return absl::StrCat("enl_", key.environment, "_", key.id.ToString(), "_", key.secret);
}

std::string Checksum(std::string_view body) {
  const auto crc =
      crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return absl::StrFormat("%08x", crc);
}

}  // namespace

ApiKey ApiKey::Generate(std::string_view environment, const core::Ulid& id) {
  return {std::string(environment), id, NewSecret()};
}

std::optional<ApiKey> ApiKey::Parse(std::string_view plaintext) {
  // Longer than any key: don't split what a stranger made long.
  if (plaintext.size() > 100) return std::nullopt;
  const std::vector<std::string> parts = absl::StrSplit(std::string(plaintext), '_');
  if (parts.size() != 5 || parts[0] != "enl" || !IsEnvironment(parts[1])) return std::nullopt;
  const auto id = core::Ulid::Parse(parts[2]);
  if (!id || parts[3].size() != kSecretLength ||
      parts[3].find_first_not_of(kAlphabet) != std::string_view::npos) {
    return std::nullopt;
  }
  ApiKey key{parts[1], *id, parts[3]};
  // Comparing the whole text refuses every second spelling too (a lower-case id, for example).
  if (key.Plaintext() != plaintext) return std::nullopt;
  return key;
}

std::string ApiKey::Plaintext() const {
  const auto body = Body(*this);
  return absl::StrCat(body, "_", Checksum(body));
}

std::string ApiKey::Redacted() const {
  const auto text = id.ToString();
  return absl::StrCat("enl_", environment, "_", text.substr(0, 3), "…", text.substr(22), "_…");
}

}  // namespace enlace::authn
