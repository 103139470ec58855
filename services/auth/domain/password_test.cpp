#include "services/auth/domain/password.h"

#include <sodium.h>

#include <catch2/catch_test_macros.hpp>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace enlace::auth {
namespace {

constexpr std::string_view kPassword = "correct horse battery staple";

// Algorithm, version, parameters, salt and hash, after an empty part.
std::vector<std::string> PartsOf(const std::string& hash) { return absl::StrSplit(hash, '$'); }

std::string HashAt(unsigned passes, std::size_t memory) {
  std::string hash(crypto_pwhash_STRBYTES, '\0');
  REQUIRE(crypto_pwhash_str_alg(hash.data(), kPassword.data(), kPassword.size(), passes, memory,
                                crypto_pwhash_ALG_ARGON2ID13) == 0);
  return hash.c_str();
}

TEST_CASE("a hash is of its password alone") {
  const auto hash = HashPassword(kPassword);
  REQUIRE(hash.ok());
  CHECK(*VerifyPassword(kPassword, *hash));
  for (const auto* wrong : {"", "correct horse battery stapl", "correct horse battery staple ",
                            "Correct horse battery staple"}) {
    INFO(wrong);
    const auto answer = VerifyPassword(wrong, *hash);
    REQUIRE(answer.ok());
    CHECK_FALSE(*answer);
  }
}

TEST_CASE("a NUL does not end a password") {
  const std::string password("correct horse\0battery", 21);
  const auto hash = HashPassword(password);
  REQUIRE(hash.ok());
  CHECK(*VerifyPassword(password, *hash));
  CHECK_FALSE(*VerifyPassword("correct horse", *hash));
}

TEST_CASE("a hash is Argon2id with at least 19 MiB and 2 passes, and a salt of its own") {
  const auto one = HashPassword(kPassword);
  const auto two = HashPassword(kPassword);
  REQUIRE(one.ok());
  REQUIRE(two.ok());
  CHECK(PartsOf(*one)[1] == "argon2id");
  CHECK(PartsOf(*one)[3] == "m=19456,t=2,p=1");
  CHECK(PartsOf(*one)[4] != PartsOf(*two)[4]);
  CHECK_FALSE(NeedsRehash(*one));
}

TEST_CASE("a password can be verified at another cost, and is then to be hashed anew") {
  for (const auto& hash : {HashAt(2, (std::size_t{19} << 20) / 2), HashAt(2, std::size_t{20} << 20),
                           HashAt(3, std::size_t{19} << 20)}) {
    INFO(hash);
    CHECK(*VerifyPassword(kPassword, hash));
    CHECK(NeedsRehash(hash));
  }
}

TEST_CASE("verifying against the dummy is the work of verifying a wrong password") {
  const auto real = HashPassword(kPassword);
  REQUIRE(real.ok());
  const auto expected = PartsOf(*real);
  const auto dummy = PartsOf(DummyHash());
  REQUIRE(dummy.size() == 6);
  for (const std::size_t part : {1, 2, 3}) CHECK(dummy[part] == expected[part]);
  for (const std::size_t part : {4, 5}) {
    CHECK(dummy[part].size() == expected[part].size());
    CHECK(dummy[part] != expected[part]);
  }
  CHECK_FALSE(NeedsRehash(DummyHash()));
  CHECK(DummyHash() == DummyHash());
  // A verdict, not an error: it was worked out.
  const auto answer = VerifyPassword(kPassword, DummyHash());
  REQUIRE(answer.ok());
  CHECK_FALSE(*answer);
}

TEST_CASE("what is no hash is an error, not a wrong password") {
  const auto good = HashPassword(kPassword);
  REQUIRE(good.ok());
  for (const auto& hash : {std::string(), std::string("plain"), std::string("$argon2id$"),
                           good->substr(0, good->size() - 60), absl::StrCat(*good, "$"),
                           absl::StrCat("$2y$10$", std::string(53, 'a'))}) {
    INFO(hash);
    CHECK(VerifyPassword(kPassword, hash).status().code() == absl::StatusCode::kInternal);
    CHECK(NeedsRehash(hash));
  }
}

}  // namespace
}  // namespace enlace::auth
