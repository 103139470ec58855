#include <sodium.h>

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <thread>
#include <vector>

#include "services/auth/domain/password.h"
#include "services/auth/storage/sign_in_fixture.h"

namespace enlace::auth {
namespace {

const std::string kLucia = "lucia@example.com";

// As it was hashed when less was asked for.
std::string CheaperHash(const std::string& password) {
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  REQUIRE(crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), 1,
                                (std::size_t{19} << 20) / 2, crypto_pwhash_ALG_ARGON2ID13) == 0);
  return hash.data();
}

struct Fixture : SignInFixture {
  SignedIn lucia = MustRegister("Clínica");

  void StoreCheaperHash() {
    Change(*lucia.tenant,
           absl::StrCat("UPDATE users SET password_hash = '", CheaperHash(kPassword), "'"));
  }
  std::string Hash() { return users.Get(lucia.user.id, Deadline())->password_hash; }
};

TEST_CASE("a password that was hashed at another cost is hashed anew where its owner signs in") {
  Fixture f;
  f.StoreCheaperHash();
  REQUIRE(NeedsRehash(f.Hash()));
  const auto login = f.Login(kLucia, kPassword);
  REQUIRE(login.ok());
  CHECK(f.Works(login->tokens->access_token));
  const auto hash = f.Hash();
  CHECK_FALSE(NeedsRehash(hash));
  // What was begun before goes on.
  CHECK(f.Works(f.lucia.tokens->access_token));
  CHECK(f.EndOf(*f.lucia.tenant).empty());
  REQUIRE(f.Login(kLucia, kPassword).ok());
  CHECK(f.Hash() == hash);
}

TEST_CASE("a wrong password does not touch the hash") {
  Fixture f;
  f.StoreCheaperHash();
  const auto hash = f.Hash();
  CHECK_FALSE(f.Login(kLucia, "otra frase que no es la suya").ok());
  CHECK(f.Hash() == hash);
}

TEST_CASE("a second factor goes on with a sign-in whose password was hashed anew") {
  Fixture f;
  f.StoreCheaperHash();
  const auto login = f.Login(kLucia, kPassword);
  REQUIRE(login.ok());
  const auto claim = f.mfa_tokens.Read(login->mfa_token, f.clock.Now());
  REQUIRE(claim);
  CHECK(claim->password == f.mfa_tokens.FingerprintOf(f.Hash()));
}

TEST_CASE("a sign-in goes on where the new hash can't be stored") {
  Fixture f;
  f.StoreCheaperHash();
  testing::RunSql(f.files.AdminUrl(),
                  "REVOKE UPDATE (password_hash) ON users FROM enlace_auth_platform");
  const auto login = f.Login(kLucia, kPassword);
  REQUIRE(login.ok());
  CHECK(f.Works(login->tokens->access_token));
  CHECK(NeedsRehash(f.Hash()));
}

TEST_CASE("of several sign-ins at once each succeeds, whichever of them hashes anew") {
  Fixture f;
  f.StoreCheaperHash();
  std::vector<db::TenantContext> callers;
  for (int i = 0; i < 4; ++i) callers.push_back(f.Caller());
  std::vector<absl::Status> outcomes(callers.size());
  std::vector<std::thread> racers;
  for (std::size_t i = 0; i < callers.size(); ++i) {
    racers.emplace_back([&, i] {
      outcomes[i] =
          f.sign_ins.Login(callers[i], kLucia, kPassword, "", Fixture::Deadline()).status();
    });
  }
  for (auto& racer : racers) racer.join();
  for (const auto& outcome : outcomes) {
    INFO(outcome.ToString());
    CHECK(outcome.ok());
  }
  CHECK_FALSE(NeedsRehash(f.Hash()));
}

}  // namespace
}  // namespace enlace::auth
