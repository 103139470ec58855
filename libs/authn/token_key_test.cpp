#include "libs/authn/token_key.h"

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include "libs/authn/base64_url.h"
#include "libs/authn/token_key_fixture.h"

namespace enlace::authn {
namespace {

using nlohmann::json;

json Jwk(const PublicTokenKey& key) { return json::parse(TokenKeySet({key}).ToJwks())["keys"][0]; }

std::string Jwks(const std::vector<json>& keys) { return json({{"keys", keys}}).dump(); }

TEST_CASE("a key is, signs and is named as in RFC 8037, appendix A") {
  const auto key = RfcKey();
  CHECK(Jwk(key.public_key())["x"] == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
  CHECK(key.public_key().kid() == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  const auto signature =
      "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
  const auto message = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
  CHECK(ToBase64Url(key.Sign(message)) == signature);
  CHECK(key.public_key().Verifies(message, *FromBase64Url(signature)));
}

TEST_CASE("a signature is of one key and one message, and whole") {
  const auto key = RfcKey();
  const auto signature = key.Sign("message");
  CHECK(key.public_key().Verifies("message", signature));
  CHECK_FALSE(key.public_key().Verifies("messagE", signature));
  CHECK_FALSE(OtherKey().public_key().Verifies("message", signature));
  CHECK_FALSE(key.public_key().Verifies("message", signature.substr(0, 63)));
  CHECK_FALSE(key.public_key().Verifies("message", signature + '\0'));
  CHECK_FALSE(key.public_key().Verifies("message", ""));
}

TEST_CASE("a set reads back as it was published") {
  const TokenKeySet set({RfcKey().public_key(), OtherKey().public_key()});
  const auto read = TokenKeySet::FromJwks(set.ToJwks());
  REQUIRE(read.ok());
  for (const auto& key : {RfcKey().public_key(), OtherKey().public_key()}) {
    REQUIRE(read->Find(key.kid()) != nullptr);
    CHECK(*read->Find(key.kid()) == key);
  }
  CHECK(read->Find("") == nullptr);
  CHECK(read->Find("somebody") == nullptr);
}

TEST_CASE("a published key has the members of RFC 8037 and no secret one") {
  CHECK(Jwk(RfcKey().public_key()) == json{{"kty", "OKP"},
                                           {"crv", "Ed25519"},
                                           {"x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
                                           {"kid", "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"},
                                           {"use", "sig"},
                                           {"alg", "EdDSA"}});
}

TEST_CASE("keys that are not for us are passed over") {
  const auto ours = Jwk(RfcKey().public_key());
  const auto other = OtherKey().public_key();
  const auto with = [&](const char* name, const json& value) {
    auto jwk = Jwk(other);
    jwk[name] = value;
    return jwk;
  };
  const auto without = [&](const char* name) {
    auto jwk = Jwk(other);
    jwk.erase(name);
    return jwk;
  };
  const auto x = Jwk(other)["x"].get<std::string>();
  const auto longer = ToBase64Url(*FromBase64Url(x) + '\0');
  for (const auto& strange : {with("kty", "RSA"),
                              with("kty", "EC"),
                              with("crv", "X25519"),
                              with("crv", "Ed448"),
                              with("use", "enc"),
                              with("alg", "HS256"),
                              with("alg", nullptr),
                              with("x", x + "="),
                              with("x", x.substr(1)),
                              with("x", longer),
                              with("x", 7),
                              with("kid", ours["kid"]),
                              with("kid", "../" + other.kid()),
                              with("kid", 7),
                              without("kty"),
                              without("crv"),
                              without("x"),
                              without("kid"),
                              json("key"),
                              json(nullptr),
                              json::array()}) {
    INFO(strange.dump());
    const auto set = TokenKeySet::FromJwks(Jwks({strange, ours}));
    REQUIRE(set.ok());
    CHECK(set->Find(RfcKey().public_key().kid()) != nullptr);
    CHECK(set->Find(other.kid()) == nullptr);
    CHECK(TokenKeySet::FromJwks(Jwks({strange})).status().code() ==
          absl::StatusCode::kInvalidArgument);
  }
}

TEST_CASE("members that we don't know, and absent ones that may be, hide no key") {
  auto jwk = Jwk(RfcKey().public_key());
  jwk["x5t"] = "something";
  jwk.erase("use");
  jwk.erase("alg");
  const auto set = TokenKeySet::FromJwks(Jwks({jwk}));
  REQUIRE(set.ok());
  CHECK(set->Find(RfcKey().public_key().kid()) != nullptr);
}

TEST_CASE("what is no set of keys is refused") {
  const auto good = TokenKeySet({RfcKey().public_key()}).ToJwks();
  const auto twice = good.substr(0, good.size() - 1) + R"(,"keys":[]})";
  for (const auto& text :
       {std::string(), std::string("[]"), std::string("{}"), std::string(R"({"keys":{}})"),
        std::string(R"({"keys":[]})"), good + "x", twice, good + std::string(65'536, ' ')}) {
    INFO(text.substr(0, 200));
    CHECK(TokenKeySet::FromJwks(text).status().code() == absl::StatusCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace enlace::authn
