#include "services/auth/domain/recovery_code.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <set>
#include <string>
#include <vector>

namespace enlace::auth {
namespace {

TEST_CASE("recovery codes are ten, each of another ten characters without look-alikes") {
  const auto codes = NewRecoveryCodes();
  CHECK(codes.size() == 10);
  CHECK(std::set(codes.begin(), codes.end()).size() == codes.size());
  for (const auto& code : codes) {
    INFO(code);
    REQUIRE(code.size() == 11);
    CHECK(code[5] == '-');
    CHECK(code.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz-") == std::string::npos);
    CHECK(std::count(code.begin(), code.end(), '-') == 1);
  }
}

TEST_CASE("recovery codes are made of the whole alphabet, and no two sets share one") {
  std::set<std::string> codes;
  std::set<char> characters;
  for (int set = 0; set < 100; ++set) {
    for (const auto& code : NewRecoveryCodes()) {
      codes.insert(code);
      characters.insert(code.begin(), code.end());
    }
  }
  CHECK(codes.size() == 1000);
  // With the dash.
  CHECK(characters.size() == 33);
}

TEST_CASE("a recovery code reads back as it was made") {
  for (const auto& code : NewRecoveryCodes()) CHECK(ReadRecoveryCode(code) == code);
}

TEST_CASE("a recovery code is read however a person types it") {
  const auto typed = GENERATE(from_range(std::vector<std::string>{
      "7kq10-x04tz", "7KQ10-X04TZ", "7Kq10x04Tz", " 7kq10 x04tz ", "7kq 10x 04t z", "7kq10 - x04tz",
      "7kq10--x04tz", "7kq10\tx04tz", "-7kq10x04tz", "7kqio-xo4tz", "7kqlO-xO4tz", "7KQLo-X04TZ",
      "7kqI0-x04tz"}));
  INFO(typed);
  CHECK(ReadRecoveryCode(typed) == "7kq10-x04tz");
}

TEST_CASE("what can't be a recovery code is refused") {
  const auto typed = GENERATE(from_range(std::vector<std::string>{
      "", "-", "     -     ", "7kq10-x04t", "7kq10-x04tzz", "7kq10-x04tz-7kq10-x04tz",
      // The alphabet has no u.
      "7kq1u-x04tz", "7kq1U-x04tz",
      // Another dash, another digit and a letter with a mark.
      "7kq10–x04tz", "7kq1０-x04tz", "7kq1é-x04tz", "7kq10_x04tz", "7kq10.x04tz", "7kq10\nx04tz",
      "123456", "7kq10-x04tz!", std::string("7kq10-x04t\0", 11), std::string(10, '\0'),
      std::string(100'000, 'a')}));
  INFO(typed.substr(0, 40));
  CHECK_FALSE(ReadRecoveryCode(typed));
}

TEST_CASE("a temporary password is three groups of five, another each time") {
  const auto password = NewTemporaryPassword();
  CHECK(password.size() == 17);
  CHECK(password[5] == '-');
  CHECK(password[11] == '-');
  CHECK(password != NewTemporaryPassword());
}

}  // namespace
}  // namespace enlace::auth
