#include "libs/authn/access_token.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "libs/authn/base64_url.h"
#include "libs/authn/json_object.h"

namespace enlace::authn {
namespace {

using nlohmann::json;

constexpr std::size_t kLongest = 2048;
constexpr std::string_view kAlgorithm = "EdDSA";
constexpr std::string_view kType = "at+jwt";
constexpr std::string_view kIssuer = "enlace";
constexpr std::string_view kAudience = "enlace";
// The end of the year 9999.
constexpr std::uint64_t kLatestSecond = 253'402'300'799;

// The parts as they stand in the text, `signed_part` being the first two with their dot.
struct Parts {
  std::string_view header;
  std::string_view claims;
  std::string_view signature;
  std::string_view signed_part;
};

std::optional<Parts> Split(std::string_view jwt) {
  const auto first = jwt.find('.');
  const auto last = jwt.rfind('.');
  // A further dot between them is no character of base64url.
  if (first == last) return std::nullopt;
  return Parts{jwt.substr(0, first), jwt.substr(first + 1, last - first - 1), jwt.substr(last + 1),
               jwt.substr(0, last)};
}

std::optional<json> ReadPart(std::string_view part) {
  const auto text = FromBase64Url(part);
  return text ? ReadJsonObject(*text) : std::nullopt;
}

// Empty when there is no such member, or it is no text.
std::string_view TextOf(const json& object, const char* name) {
  const auto member = object.find(name);
  if (member == object.end() || !member->is_string()) return {};
  return member->get_ref<const std::string&>();
}

std::optional<core::Ulid> IdOf(const json& claims, const char* name) {
  const auto text = TextOf(claims, name);
  const auto id = core::Ulid::Parse(text);
  return id && !id->IsNil() && id->ToString() == text ? id : std::nullopt;
}

std::optional<absl::Time> TimeOf(const json& claims, const char* name) {
  const auto member = claims.find(name);
  if (member == claims.end() || !member->is_number_unsigned()) return std::nullopt;
  const auto seconds = member->get<std::uint64_t>();
  if (seconds > kLatestSecond) return std::nullopt;
  return absl::FromUnixSeconds(static_cast<std::int64_t>(seconds));
}

const PublicTokenKey* KeyOf(const json& header, const TokenKeySet& keys) {
  if (header.size() != 3 || TextOf(header, "alg") != kAlgorithm || TextOf(header, "typ") != kType) {
    return nullptr;
  }
  return keys.Find(TextOf(header, "kid"));
}

std::optional<AccessToken> ReadClaims(const json& claims, absl::Time now) {
  if (TextOf(claims, "iss") != kIssuer || TextOf(claims, "aud") != kAudience) return std::nullopt;
  const auto user = IdOf(claims, "sub");
  const auto session = IdOf(claims, "sid");
  const auto tenant = IdOf(claims, "tid");
  if (!user || !session || !IdOf(claims, "jti")) return std::nullopt;
  // Absent is something else than wrong.
  if (!tenant && claims.contains("tid")) return std::nullopt;
  const auto issued = TimeOf(claims, "iat");
  const auto begins = TimeOf(claims, "nbf");
  const auto expires = TimeOf(claims, "exp");
  if (!issued || !begins || !expires) return std::nullopt;
  if (now < *issued - kClockSkew || now < *begins - kClockSkew || now >= *expires + kClockSkew) {
    return std::nullopt;
  }
  if (*expires <= *issued || *expires - *issued > kAccessTokenLifetime) return std::nullopt;
  return AccessToken{*user, *session, tenant, *issued, *expires};
}

}  // namespace

std::string Sign(const AccessToken& token, const TokenKey& key) {
  const json header = {{"alg", kAlgorithm}, {"typ", kType}, {"kid", key.public_key().kid()}};
  json claims = {{"iss", kIssuer},
                 {"aud", kAudience},
                 {"sub", token.user_id.ToString()},
                 {"sid", token.session_id.ToString()},
                 {"iat", absl::ToUnixSeconds(token.issued_at)},
                 {"nbf", absl::ToUnixSeconds(token.issued_at)},
                 {"exp", absl::ToUnixSeconds(token.expires_at)},
                 {"jti", core::Ulid::Generate(token.issued_at).ToString()}};
  if (token.tenant_id) claims["tid"] = token.tenant_id->ToString();
  const auto signed_part =
      absl::StrCat(ToBase64Url(header.dump()), ".", ToBase64Url(claims.dump()));
  return absl::StrCat(signed_part, ".", ToBase64Url(key.Sign(signed_part)));
}

std::optional<AccessToken> Verify(std::string_view jwt, const TokenKeySet& keys, absl::Time now) {
  if (jwt.size() > kLongest) return std::nullopt;
  const auto parts = Split(jwt);
  if (!parts) return std::nullopt;
  const auto header = ReadPart(parts->header);
  const auto* const key = header ? KeyOf(*header, keys) : nullptr;
  const auto signature = FromBase64Url(parts->signature);
  // Nothing of the claims is looked at before the signature.
  if (key == nullptr || !signature || !key->Verifies(parts->signed_part, *signature)) {
    return std::nullopt;
  }
  const auto claims = ReadPart(parts->claims);
  return claims ? ReadClaims(*claims, now) : std::nullopt;
}

}  // namespace enlace::authn
