#include "services/auth/domain/totp.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <string>
#include <vector>

namespace enlace::auth {
namespace {

// The key of RFC 6238, appendix B.
const std::string kSecret = "12345678901234567890";

struct Vector {
  std::int64_t unix_seconds;
  // The last six digits of the eight that the RFC prints: a code is a remainder (RFC 4226, 5.3).
  const char* code;
  std::int64_t step;
};

TEST_CASE("the codes are those of RFC 6238 with SHA-1") {
  const auto v = GENERATE(from_range(std::vector<Vector>{{59, "287082", 0x1},
                                                         {1111111109, "081804", 0x23523EC},
                                                         {1111111111, "050471", 0x23523ED},
                                                         {1234567890, "005924", 0x273EF07},
                                                         {2000000000, "279037", 0x3F940AA},
                                                         {20000000000, "353130", 0x27BC86AA}}));
  INFO(v.unix_seconds);
  CHECK(MatchTotp(kSecret, v.code, absl::FromUnixSeconds(v.unix_seconds)) == v.step);
}

TEST_CASE("a code is good a step before and a step after its own, and no longer") {
  constexpr std::int64_t kStep = 0x273EF07;
  const std::string code = "005924";
  const auto begin = absl::FromUnixSeconds(kStep * 30);
  CHECK_FALSE(MatchTotp(kSecret, code, begin - 2 * absl::Seconds(30)));
  CHECK_FALSE(MatchTotp(kSecret, code, begin - absl::Seconds(30) - absl::Nanoseconds(1)));
  CHECK(MatchTotp(kSecret, code, begin - absl::Seconds(30)) == kStep);
  CHECK(MatchTotp(kSecret, code, begin) == kStep);
  CHECK(MatchTotp(kSecret, code, begin + absl::Seconds(30)) == kStep);
  CHECK(MatchTotp(kSecret, code, begin + 2 * absl::Seconds(30) - absl::Nanoseconds(1)) == kStep);
  CHECK_FALSE(MatchTotp(kSecret, code, begin + 2 * absl::Seconds(30)));
}

TEST_CASE("a code that two steps share belongs to the later one") {
  // Found by search: the key of the RFC has 574372 at both steps.
  const auto between = absl::FromUnixSeconds(53818614 * 30);
  CHECK(MatchTotp(kSecret, "574372", between) == 53818615);
  CHECK(MatchTotp(kSecret, "574372", between - absl::Seconds(30)) == 53818613);
}

TEST_CASE("a code of another secret is refused") {
  const auto now = absl::FromUnixSeconds(1234567890);
  CHECK_FALSE(MatchTotp("12345678901234567891", "005924", now));
  CHECK_FALSE(MatchTotp(kSecret, "005925", now));
}

TEST_CASE("a secret that is not of 20 bytes has no codes") {
  const auto now = absl::FromUnixSeconds(59);
  // What HMAC makes of an empty key at that step.
  CHECK_FALSE(MatchTotp("", "812658", now));
  // HMAC fills a key up with zeros: the right code, were the length not looked at.
  CHECK_FALSE(MatchTotp(kSecret + std::string(1, '\0'), "287082", now));
}

TEST_CASE("only six ASCII digits have the shape of a code") {
  CHECK(IsTotpShape("000000"));
  CHECK(IsTotpShape("287082"));
  const auto text = GENERATE(from_range(std::vector<std::string>{
      "", "28708", "2870820", "94287082", "28708a", "287 082", " 287082", "287082 ", "-28708",
      "+28708", "287082\n", std::string("287082\0", 7), std::string(6, '\0'),
      // Arabic-Indic digits: six bytes, and six characters.
      "٢٨٧", "٢٨٧٠٨٢"}));
  INFO(text);
  CHECK_FALSE(IsTotpShape(text));
  CHECK_FALSE(MatchTotp(kSecret, text, absl::FromUnixSeconds(59)));
}

TEST_CASE("a new secret has 20 bytes and is another each time") {
  const auto secret = NewTotpSecret();
  CHECK(secret.size() == 20);
  CHECK(NewTotpSecret() != secret);
}

TEST_CASE("a secret is typed in base 32, without padding") {
  CHECK(TotpSecretText(kSecret) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  CHECK(TotpSecretText(std::string(20, '\0')) == std::string(32, 'A'));
  CHECK(TotpSecretText(std::string(20, '\xff')) == std::string(32, '7'));
  // RFC 4648, section 10.
  CHECK(TotpSecretText("fooba") == "MZXW6YTB");
  CHECK(TotpSecretText("foob") == "MZXW6YQ");
  CHECK(TotpSecretText("f") == "MY");
}

TEST_CASE("the URI names the account, the issuer and how codes are made") {
  CHECK(TotpUri(kSecret, "ana@example.com", "Enlace") ==
        "otpauth://totp/Enlace:ana%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        "&issuer=Enlace&algorithm=SHA1&digits=6&period=30");
}

TEST_CASE("the URI escapes whatever is not plain") {
  const auto uri = TotpUri(kSecret, "ana.o'neil+x_y~z-1@example.com", "Clínica Ñuñoa & Cía?");
  CHECK(uri ==
        "otpauth://totp/Cl%C3%ADnica%20%C3%91u%C3%B1oa%20%26%20C%C3%ADa%3F"
        ":ana.o%27neil%2Bx_y~z-1%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        "&issuer=Cl%C3%ADnica%20%C3%91u%C3%B1oa%20%26%20C%C3%ADa%3F"
        "&algorithm=SHA1&digits=6&period=30");
}

}  // namespace
}  // namespace enlace::auth
