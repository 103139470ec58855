#include "libs/authn/access_token.h"

#include <catch2/catch_test_macros.hpp>

#include "libs/authn/token_key_fixture.h"

namespace enlace::authn {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

AccessToken SomeToken() {
  return {core::Ulid::Generate(kNow), core::Ulid::Generate(kNow), core::Ulid::Generate(kNow), kNow,
          kNow + absl::Minutes(5)};
}

TokenKeySet BothKeys() { return TokenKeySet({RfcKey().public_key(), OtherKey().public_key()}); }

TEST_CASE("a token reads back as it was signed") {
  auto token = SomeToken();
  CHECK(Verify(Sign(token, RfcKey()), BothKeys(), kNow) == token);
  CHECK(Verify(Sign(token, OtherKey()), BothKeys(), kNow) == token);
  token.tenant_id.reset();
  CHECK(Verify(Sign(token, RfcKey()), BothKeys(), kNow) == token);
}

TEST_CASE("a token of another implementation is read") {
  // Made by Node.js with the key of RFC 8037.
  const auto token = Verify(
      "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJFZERTQSIsImtpZCI6ImtQcktfcW14VldhWVZBOXd3QkY2SXVvM3ZWeno3VHhI"
      "Q1R3WEJ5Z3JTNGsifQ.eyJpc3MiOiJlbmxhY2UiLCJzdWIiOiIwMU03WjBWRzhCUDNKOU5CSFRYOVpXWkFIWiIsImF1Z"
      "CI6ImVubGFjZSIsImV4cCI6MTgwMDAwMDMwMCwibmJmIjoxODAwMDAwMDAwLCJpYXQiOjE4MDAwMDAwMDAsImp0aSI6I"
      "jAxTTdaMFZKN0pGUlY1U0REUlRXRTBUMlk4Iiwic2lkIjoiMDFNN1owVkdRWTQwRDJHMEJXVDlDMTZIR0ciLCJ0aWQiO"
      "iIwMU03WjBWSk5KV1NQRzhWRUNHQlFZWEY1NSJ9.7hzb-FjKTIUIAvGRBate1wIFEBHKaN0zBgyDzFoaXPgBYD_UeghH"
      "ickengIZpuAV0uFYglQLylUvBa_jsYpCCA",
      BothKeys(), kNow);
  REQUIRE(token);
  CHECK(token->user_id.ToString() == "01M7Z0VG8BP3J9NBHTX9ZWZAHZ");
  CHECK(token->session_id.ToString() == "01M7Z0VGQY40D2G0BWT9C16HGG");
  CHECK(token->tenant_id == core::Ulid::Parse("01M7Z0VJNJWSPG8VECGBQYXF55"));
  CHECK(token->issued_at == kNow);
  CHECK(token->expires_at == kNow + absl::Minutes(5));
}

TEST_CASE("two tokens for the same are told apart by their jti") {
  const auto token = SomeToken();
  CHECK(Sign(token, RfcKey()) != Sign(token, RfcKey()));
}

TEST_CASE("a token works from 30 seconds before it was issued until 30 seconds after it expired") {
  const auto jwt = Sign(SomeToken(), RfcKey());
  const auto expiry = kNow + absl::Minutes(5);
  const auto instant = absl::Nanoseconds(1);
  CHECK_FALSE(Verify(jwt, BothKeys(), kNow - absl::Seconds(30) - instant));
  CHECK(Verify(jwt, BothKeys(), kNow - absl::Seconds(30)));
  CHECK(Verify(jwt, BothKeys(), expiry));
  CHECK(Verify(jwt, BothKeys(), expiry + absl::Seconds(30) - instant));
  CHECK_FALSE(Verify(jwt, BothKeys(), expiry + absl::Seconds(30)));
}

TEST_CASE("a token of a key that is gone is refused") {
  const auto jwt = Sign(SomeToken(), OtherKey());
  CHECK(Verify(jwt, TokenKeySet({OtherKey().public_key()}), kNow));
  CHECK_FALSE(Verify(jwt, TokenKeySet({RfcKey().public_key()}), kNow));
  CHECK_FALSE(Verify(jwt, TokenKeySet({}), kNow));
}

TEST_CASE("a token for longer than 5 minutes is refused, by whomever it was signed") {
  auto token = SomeToken();
  token.expires_at += absl::Seconds(1);
  CHECK_FALSE(Verify(Sign(token, RfcKey()), BothKeys(), kNow));
  token.expires_at = token.issued_at;
  CHECK_FALSE(Verify(Sign(token, RfcKey()), BothKeys(), kNow));
}

TEST_CASE("every corruption of a single bit is refused") {
  const auto jwt = Sign(SomeToken(), RfcKey());
  int accepted = 0;
  for (std::size_t i = 0; i < jwt.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      auto corrupted = jwt;
      corrupted[i] = static_cast<char>(corrupted[i] ^ (1 << bit));
      if (Verify(corrupted, BothKeys(), kNow)) ++accepted;
    }
  }
  CHECK(accepted == 0);
}

TEST_CASE("every shortened token, and every one with a character more, is refused") {
  const auto jwt = Sign(SomeToken(), RfcKey());
  int accepted = 0;
  for (std::size_t i = 0; i < jwt.size(); ++i) {
    if (Verify(jwt.substr(0, i), BothKeys(), kNow)) ++accepted;
    for (const char more : {'A', '.', '=', ' ', '\n', '\0'}) {
      auto longer = jwt;
      longer.insert(i, 1, more);
      if (Verify(longer, BothKeys(), kNow)) ++accepted;
    }
  }
  CHECK(accepted == 0);
}

TEST_CASE("what is no token is refused") {
  const auto jwt = Sign(SomeToken(), RfcKey());
  const auto body = jwt.substr(0, jwt.rfind('.'));
  for (const auto& text :
       {std::string(), std::string("."), std::string(".."), std::string("...."), body, body + ".",
        jwt + ".", "." + jwt, jwt + "..", jwt + "=", jwt + "==", jwt + " ", " " + jwt, jwt + "\n",
        jwt + "." + jwt, "Bearer " + jwt, jwt + std::string(1, '\0'), jwt + std::string(4096, 'A'),
        std::string(1 << 20, '.')}) {
    INFO(text.substr(0, 100));
    CHECK_FALSE(Verify(text, BothKeys(), kNow));
  }
}

}  // namespace
}  // namespace enlace::authn
