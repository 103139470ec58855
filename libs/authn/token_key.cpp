#include "libs/authn/token_key.h"

#include <sodium.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/authn/base64_url.h"
#include "libs/authn/json_object.h"

namespace enlace::authn {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestJwks = std::size_t{64} << 10;

static_assert(std::tuple_size_v<TokenKey::Seed> == crypto_sign_SEEDBYTES);
static_assert(std::tuple_size_v<PublicTokenKey::Bytes> == crypto_sign_PUBLICKEYBYTES);

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string Encoded(const PublicTokenKey::Bytes& key) {
  return ToBase64Url({reinterpret_cast<const char*>(key.data()), key.size()});
}

std::string ThumbprintOf(const PublicTokenKey::Bytes& key) {
  // The required members alone, in the order of their names, without white space.
  const auto members = absl::StrCat(R"({"crv":"Ed25519","kty":"OKP","x":")", Encoded(key), "\"}");
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()), Bytes(members), members.size());
  return ToBase64Url(hash);
}

auto KeyPairOf(const TokenKey::Seed& seed) {
  std::pair<std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES>, PublicTokenKey::Bytes> pair;
  crypto_sign_seed_keypair(pair.second.data(), pair.first.data(), seed.data());
  return pair;
}

bool Says(const json& jwk, const char* name, std::string_view value) {
  const auto member = jwk.find(name);
  return member != jwk.end() && member->is_string() &&
         member->get_ref<const std::string&>() == value;
}

bool SaysIfAtAll(const json& jwk, const char* name, std::string_view value) {
  return !jwk.contains(name) || Says(jwk, name, value);
}

std::optional<PublicTokenKey> ReadJwk(const json& jwk) {
  if (!jwk.is_object() || !Says(jwk, "kty", "OKP") || !Says(jwk, "crv", "Ed25519") ||
      !SaysIfAtAll(jwk, "use", "sig") || !SaysIfAtAll(jwk, "alg", "EdDSA")) {
    return std::nullopt;
  }
  const auto x = jwk.find("x");
  if (x == jwk.end() || !x->is_string()) return std::nullopt;
  const auto decoded = FromBase64Url(x->get_ref<const std::string&>());
  PublicTokenKey::Bytes bytes;
  if (!decoded || decoded->size() != bytes.size()) return std::nullopt;
  std::copy(decoded->begin(), decoded->end(), bytes.begin());
  PublicTokenKey key(bytes);
  return Says(jwk, "kid", key.kid()) ? std::optional(std::move(key)) : std::nullopt;
}

}  // namespace

PublicTokenKey::PublicTokenKey(const Bytes& bytes) : bytes_(bytes), kid_(ThumbprintOf(bytes)) {}

bool PublicTokenKey::Verifies(std::string_view message, std::string_view signature) const {
  return signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(authn::Bytes(signature), authn::Bytes(message), message.size(),
                                     bytes_.data()) == 0;
}

TokenKey::TokenKey(const Seed& seed) : TokenKey(KeyPairOf(seed)) {}

TokenKey::TokenKey(const std::pair<Secret, PublicTokenKey::Bytes>& pair)
    : secret_(pair.first), public_key_(pair.second) {}

std::string TokenKey::Sign(std::string_view message) const {
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, Bytes(message),
                       message.size(), secret_.data());
  return signature;
}

absl::StatusOr<TokenKeySet> TokenKeySet::FromJwks(std::string_view text) {
  if (text.size() > kLongestJwks) return absl::InvalidArgumentError("the JWK set is too long");
  const auto document = ReadJsonObject(text);
  if (!document || !document->contains("keys") || !(*document)["keys"].is_array()) {
    return absl::InvalidArgumentError("that is no JWK set");
  }
  std::vector<PublicTokenKey> keys;
  for (const auto& jwk : (*document)["keys"]) {
    if (auto key = ReadJwk(jwk)) keys.push_back(*std::move(key));
  }
  if (keys.empty()) return absl::InvalidArgumentError("the JWK set has no key of ours");
  return TokenKeySet(std::move(keys));
}

std::string TokenKeySet::ToJwks() const {
  auto keys = json::array();
  for (const auto& key : keys_) {
    keys.push_back({{"kty", "OKP"},
                    {"crv", "Ed25519"},
                    {"x", Encoded(key.bytes())},
                    {"kid", key.kid()},
                    {"use", "sig"},
                    {"alg", "EdDSA"}});
  }
  return json({{"keys", keys}}).dump();
}

const PublicTokenKey* TokenKeySet::Find(std::string_view kid) const {
  const auto key = std::find_if(keys_.begin(), keys_.end(),
                                [kid](const auto& candidate) { return candidate.kid() == kid; });
  return key == keys_.end() ? nullptr : &*key;
}

}  // namespace enlace::authn
