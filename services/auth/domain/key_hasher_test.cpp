#include "services/auth/domain/key_hasher.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::auth {
namespace {

TEST_CASE("the hash is HMAC-SHA-256 under the pepper") {
  // RFC 4231, test case 1: its 20 bytes of key, filled up with zeros as HMAC does itself.
  const auto hasher =
      KeyHasher::FromHex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b000000000000000000000000");
  REQUIRE(hasher.ok());
  const auto hash = hasher->Hash("Hi There");
  REQUIRE(hash.size() == 32);
  CHECK(static_cast<unsigned char>(hash[0]) == 0xb0);
  CHECK(static_cast<unsigned char>(hash[1]) == 0x34);
  CHECK(static_cast<unsigned char>(hash[31]) == 0xf7);
}

TEST_CASE("another pepper gives another hash") {
  const auto one = KeyHasher::FromHex(std::string(64, '1'));
  const auto two = KeyHasher::FromHex(std::string(64, '2'));
  CHECK(one->Hash("key") == one->Hash("key"));
  CHECK(one->Hash("key") != two->Hash("key"));
}

TEST_CASE("a pepper that is short or no hexadecimal is refused") {
  for (const auto& pepper : {std::string(), std::string(62, 'a'), std::string(65, 'a'),
                             std::string(64, 'g'), std::string(63, 'a') + " "}) {
    CHECK_FALSE(KeyHasher::FromHex(pepper).ok());
  }
  CHECK(KeyHasher::FromHex(std::string(128, 'A')).ok());
}

TEST_CASE("hashes are compared whole") {
  CHECK(SameHash("abc", "abc"));
  CHECK_FALSE(SameHash("abc", "abd"));
  CHECK_FALSE(SameHash("abc", "abcd"));
  CHECK_FALSE(SameHash("abc", ""));
}

}  // namespace
}  // namespace enlace::auth
