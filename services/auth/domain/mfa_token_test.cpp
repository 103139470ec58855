#include "services/auth/domain/mfa_token.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

namespace enlace::auth {
namespace {

const auto kNow = absl::FromUnixSeconds(1'800'000'000);

TEST_CASE("a token between two factors says who and where, for five minutes") {
  const MfaTokens tokens(*core::DataKeys::FromHex(std::string(64, 'a')));
  const MfaClaim claim{.user_id = core::Ulid::Generate(kNow),
                       .tenant_id = core::Ulid::Generate(kNow),
                       .password = tokens.FingerprintOf("one")};
  CHECK(tokens.FingerprintOf("one") == tokens.FingerprintOf("one"));
  CHECK(tokens.FingerprintOf("one") != tokens.FingerprintOf("two"));
  const auto token = tokens.Make(claim, kNow);
  const auto read = tokens.Read(token, kNow + absl::Minutes(5) - absl::Seconds(1));
  REQUIRE(read);
  CHECK(read->user_id == claim.user_id);
  CHECK(read->tenant_id == claim.tenant_id);
  CHECK(read->password == claim.password);
  CHECK_FALSE(tokens.Read(token, kNow + absl::Minutes(5)));
  const MfaTokens others(*core::DataKeys::FromHex(std::string(64, 'b')));
  CHECK_FALSE(others.Read(token, kNow));
  for (const std::string wrong : {"", "x", "AAAA"}) CHECK_FALSE(tokens.Read(wrong, kNow));
}

}  // namespace
}  // namespace enlace::auth
