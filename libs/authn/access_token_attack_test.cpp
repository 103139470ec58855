#include <sodium.h>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/authn/access_token.h"
#include "libs/authn/base64_url.h"
#include "libs/authn/token_key_fixture.h"

namespace enlace::authn {
namespace {

using nlohmann::json;

constexpr std::int64_t kSecond = 1'800'000'000;
const absl::Time kNow = absl::FromUnixSeconds(kSecond);

json Header() {
  return {{"alg", "EdDSA"}, {"typ", "at+jwt"}, {"kid", RfcKey().public_key().kid()}};
}

json Claims() {
  return {{"iss", "enlace"},
          {"aud", "enlace"},
          {"sub", "01M7Z0VG8BP3J9NBHTX9ZWZAHZ"},
          {"sid", "01M7Z0VGQY40D2G0BWT9C16HGG"},
          {"tid", "01M7Z0VJNJWSPG8VECGBQYXF55"},
          {"jti", "01M7Z0VJ7JFRV5SDDRTWE0T2Y8"},
          {"iat", kSecond},
          {"nbf", kSecond},
          {"exp", kSecond + 300}};
}

json With(json object, const char* name, const json& value) {
  object[name] = value;
  return object;
}

json Without(json object, const char* name) {
  object.erase(name);
  return object;
}

std::string SignedPart(std::string_view header, std::string_view claims) {
  return absl::StrCat(ToBase64Url(header), ".", ToBase64Url(claims));
}

// Whatever the texts say, the signature is good: what is refused is refused for what it says.
std::string Forged(std::string_view header, std::string_view claims,
                   const TokenKey& key = RfcKey()) {
  const auto signed_part = SignedPart(header, claims);
  return absl::StrCat(signed_part, ".", ToBase64Url(key.Sign(signed_part)));
}

std::string WithHeader(const json& header) { return Forged(header.dump(), Claims().dump()); }

std::string WithClaims(const json& claims) { return Forged(Header().dump(), claims.dump()); }

bool Accepted(std::string_view jwt) {
  return Verify(jwt, TokenKeySet({RfcKey().public_key()}), kNow).has_value();
}

// HMAC-SHA-256 with the public key as its secret: what a verifier checks that believes `alg`.
std::string SignedWithPublicKey(const json& header, std::string_view secret) {
  const auto signed_part = SignedPart(header.dump(), Claims().dump());
  std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(secret.data()),
                              secret.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(signed_part.data()),
                                signed_part.size());
  crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(mac.data()));
  return absl::StrCat(signed_part, ".", ToBase64Url(mac));
}

TEST_CASE("the token that the attacks start from is good") {
  CHECK(Accepted(WithHeader(Header())));
  CHECK(Accepted(WithClaims(Without(Claims(), "tid"))));
  CHECK(Accepted(WithClaims(With(Claims(), "new", json::array({1, 2})))));
}

TEST_CASE("no other algorithm is taken, whoever signed") {
  for (const char* algorithm : {"none", "None", "NONE", "nOnE", "HS256", "HS512", "RS256", "PS256",
                                "ES256", "ES256K", "Ed25519", "EDDSA", "eddsa", "EdDSA ", ""}) {
    INFO(algorithm);
    const auto header = With(Header(), "alg", algorithm);
    CHECK_FALSE(Accepted(WithHeader(header)));
    CHECK_FALSE(Accepted(SignedPart(header.dump(), Claims().dump()) + "."));
  }
}

TEST_CASE("the public key is no secret to sign with") {
  const auto key = RfcKey().public_key();
  const auto set = TokenKeySet({key});
  const std::string raw(key.bytes().begin(), key.bytes().end());
  for (const auto& secret : {raw, ToBase64Url(raw), set.ToJwks(), key.kid()}) {
    CHECK_FALSE(Accepted(SignedWithPublicKey(With(Header(), "alg", "HS256"), secret)));
    CHECK_FALSE(Accepted(SignedWithPublicKey(Header(), secret)));
  }
}

TEST_CASE("no key is taken from the token, nor from where it points") {
  const auto own = json::parse(TokenKeySet({OtherKey().public_key()}).ToJwks())["keys"][0];
  const std::vector<std::pair<const char*, json>> members = {
      {"jwk", own},
      {"jku", "https://keys.example/jwks.json"},
      {"x5u", "https://keys.example/chain.pem"},
      {"x5c", json::array({"MIIB"})},
      {"x5t", "abc"},
      {"crit", json::array({"exp"})},
      {"b64", false},
      {"zip", "DEF"},
      {"cty", "JWT"}};
  for (const auto& [name, value] : members) {
    INFO(name);
    const auto header = With(Header(), name, value);
    // By the attacker's key, and even by our own.
    CHECK_FALSE(Accepted(Forged(header.dump(), Claims().dump(), OtherKey())));
    CHECK_FALSE(Accepted(WithHeader(header)));
    const auto named = With(header, "kid", own["kid"]);
    CHECK_FALSE(Accepted(Forged(named.dump(), Claims().dump(), OtherKey())));
    // In the place of a member that must be there.
    CHECK_FALSE(Accepted(WithHeader(Without(header, "kid"))));
  }
}

TEST_CASE("a kid is a name in the set and nothing else") {
  const auto kid = RfcKey().public_key().kid();
  for (const auto& value :
       {json("nobody"), json(""), json("../../dev/null"), json("/dev/null"), json("' OR '1'='1"),
        json(kid + " "), json(kid + std::string(1, '\0')), json(kid.substr(1)), json(0),
        json(nullptr), json::array({kid}), json(OtherKey().public_key().kid())}) {
    INFO(value.dump());
    CHECK_FALSE(Accepted(WithHeader(With(Header(), "kid", value))));
  }
  // Another's signature under our key's name.
  CHECK_FALSE(Accepted(Forged(Header().dump(), Claims().dump(), OtherKey())));
}

TEST_CASE("a token of another type is no access token") {
  for (const auto& type : {json("JWT"), json("rt+jwt"), json("refresh"), json("AT+JWT"),
                           json("application/at+jwt"), json(""), json(nullptr), json(1)}) {
    INFO(type.dump());
    CHECK_FALSE(Accepted(WithHeader(With(Header(), "typ", type))));
  }
}

TEST_CASE("each member of the header and each claim but tid must be there") {
  for (const char* name : {"alg", "typ", "kid"}) {
    INFO(name);
    CHECK_FALSE(Accepted(WithHeader(Without(Header(), name))));
  }
  for (const char* name : {"iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp"}) {
    INFO(name);
    CHECK_FALSE(Accepted(WithClaims(Without(Claims(), name))));
  }
}

TEST_CASE("a claim with another value than Sign writes is refused") {
  const std::vector<std::pair<const char*, std::vector<json>>> wrong = {
      {"iss", {"Enlace", "", "https://enlace", nullptr, json::array({"enlace"})}},
      {"aud", {"other", "", nullptr, json::array({"enlace"}), json::array({"enlace", "other"})}},
      {"sub",
       {"", "admin", "00000000000000000000000000", "01m7z0vg8bp3j9nbhtx9zwzahz", 1, nullptr}},
      {"sid", {"", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ", "01M7Z0VG8BP3J9NBHTX9ZWZAH", nullptr}},
      {"tid", {"", "alpha", "00000000000000000000000000", nullptr, false}},
      {"jti", {"", "1", nullptr}}};
  for (const auto& [name, values] : wrong) {
    for (const auto& value : values) {
      INFO(name << " " << value.dump());
      CHECK_FALSE(Accepted(WithClaims(With(Claims(), name, value))));
    }
  }
}

TEST_CASE("times must be whole seconds within their bounds") {
  const auto is_good = [](const char* name, const json& value) {
    return Accepted(WithClaims(With(Claims(), name, value)));
  };
  CHECK(is_good("iat", kSecond + 30));
  CHECK_FALSE(is_good("iat", kSecond + 31));
  CHECK_FALSE(is_good("iat", kSecond - 1));
  CHECK(is_good("nbf", kSecond + 30));
  CHECK_FALSE(is_good("nbf", kSecond + 31));
  CHECK(is_good("exp", kSecond + 1));
  CHECK_FALSE(is_good("exp", kSecond));
  CHECK_FALSE(is_good("exp", kSecond + 301));
  for (const char* name : {"iat", "nbf", "exp"}) {
    for (const auto& value :
         {json(std::to_string(kSecond)), json(1.8e9), json(-1), json(nullptr), json(true),
          json(18'446'744'073'709'551'615u), json(253'402'300'800), json(1e300)}) {
      INFO(name << " " << value.dump());
      CHECK_FALSE(is_good(name, value));
    }
  }
  // Long expired, and made for all time.
  auto old = Claims();
  for (const char* name : {"iat", "nbf", "exp"}) old[name] = old[name].get<std::int64_t>() - 331;
  CHECK_FALSE(Accepted(WithClaims(old)));
  CHECK_FALSE(is_good("exp", 253'402'300'799));
}

TEST_CASE("a name that stands twice is refused, in the header and in the claims") {
  const auto twice = [](const json& object, const std::string& member) {
    const auto text = object.dump();
    return absl::StrCat(text.substr(0, text.size() - 1), ",", member, "}");
  };
  const auto header = Header().dump();
  const auto claims = Claims().dump();
  CHECK_FALSE(Accepted(Forged(twice(Header(), R"("alg":"EdDSA")"), claims)));
  CHECK_FALSE(Accepted(Forged(twice(Header(), R"("\u0061lg":"EdDSA")"), claims)));
  CHECK_FALSE(Accepted(Forged(header, twice(Claims(), R"("sub":"01M7Z0VJ7JFRV5SDDRTWE0T2Y8")"))));
  CHECK_FALSE(Accepted(Forged(header, twice(Claims(), R"("new":{"a":1,"a":2})"))));
}

TEST_CASE("what is no JSON object, or has something behind it, is refused") {
  const auto header = Header().dump();
  const auto claims = Claims().dump();
  for (const auto& rest : {std::string("x"), std::string("{}"), std::string("\0", 1),
                           std::string("\0x", 2), std::string(",")}) {
    CHECK_FALSE(Accepted(Forged(header + rest, claims)));
    CHECK_FALSE(Accepted(Forged(header, claims + rest)));
  }
  for (const auto* text : {"", "null", "[]", "\"\"", "{"}) {
    CHECK_FALSE(Accepted(Forged(text, claims)));
    CHECK_FALSE(Accepted(Forged(header, text)));
  }
}

TEST_CASE("a token of more than 2 KiB is refused") {
  // Three characters for two of the claim, whose quotes are there already.
  const auto sized = [](std::size_t filler) {
    return WithClaims(With(Claims(), "new", std::string(filler, 'x')));
  };
  std::size_t filler = 0;
  while (sized(filler + 1).size() <= 2048) ++filler;
  CHECK(Accepted(sized(filler)));
  CHECK_FALSE(Accepted(sized(filler + 1)));
}

TEST_CASE("the same bytes in another spelling are refused") {
  const auto good = WithHeader(Header());
  const auto signed_part = good.substr(0, good.rfind('.'));
  const auto signature = good.substr(good.rfind('.') + 1);
  CHECK_FALSE(Accepted(absl::StrCat(signed_part, ".", signature, "==")));
  CHECK_FALSE(Accepted(absl::StrCat(
      signed_part, ".", absl::StrReplaceAll(signature, {{"-", "+"}, {"_", "/"}}), "==")));
  // 64 bytes leave four bits of the last character unused.
  int accepted = 0;
  for (int c = 0; c < 128; ++c) {
    auto other = good;
    other.back() = static_cast<char>(c);
    if (other != good && Accepted(other)) ++accepted;
  }
  CHECK(accepted == 0);
  // A padded header that was signed as it stands.
  for (const auto* padding : {"=", "==", " ", "\n"}) {
    const auto padded =
        absl::StrCat(ToBase64Url(Header().dump()), padding, ".", ToBase64Url(Claims().dump()));
    CHECK_FALSE(Accepted(absl::StrCat(padded, ".", ToBase64Url(RfcKey().Sign(padded)))));
  }
}

TEST_CASE("five parts, as of an encrypted token, are refused") {
  const auto good = WithHeader(Header());
  CHECK_FALSE(Accepted(absl::StrCat(good, ".AAAA.AAAA")));
  const auto five = absl::StrCat(SignedPart(Header().dump(), Claims().dump()), ".AAAA.AAAA");
  CHECK_FALSE(Accepted(absl::StrCat(five, ".", ToBase64Url(RfcKey().Sign(five)))));
}

}  // namespace
}  // namespace enlace::authn
