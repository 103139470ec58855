#include "services/auth/domain/refresh_token.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"

namespace enlace::auth {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

TEST_CASE("a refresh token reads back as it was written, and nothing else is one") {
  const auto token = RefreshToken::Generate(core::Ulid::Generate(kNow));
  const auto text = token.Text();
  const auto read = RefreshToken::Parse(text);
  REQUIRE(read);
  CHECK(read->id == token.id);
  CHECK(read->Text() == text);
  for (const auto& other : std::vector<std::string>{
           "", "enr_", text.substr(1), text + "A", text.substr(0, text.size() - 1), " " + text,
           "enl_" + text.substr(4), "enr_" + std::string(26, '!') + text.substr(30),
           text.substr(0, 30) + "-" + text.substr(31),
           absl::AsciiStrToLower(text.substr(0, 30)) + text.substr(30)}) {
    INFO(other);
    CHECK_FALSE(RefreshToken::Parse(other));
  }
}

StoredRefreshToken Unused() {
  StoredRefreshToken token;
  token.live = true;
  token.expires_at = kNow + absl::Minutes(15);
  token.session_expires_at = kNow + absl::Hours(12);
  return token;
}

TEST_CASE("a refresh token is good once, and for its lost answer a moment longer") {
  struct Case {
    const char* what;
    std::function<void(StoredRefreshToken&)> change;
    RefreshVerdict verdict;
  };
  const auto c = GENERATE(from_range(std::vector<Case>{
      {"unused", [](auto&) {}, RefreshVerdict::kRenewed},
      {"expired", [](auto& t) { t.expires_at = kNow; }, RefreshVerdict::kRefused},
      {"of a session that is over", [](auto& t) { t.live = false; }, RefreshVerdict::kRefused},
      {"of a session at its end", [](auto& t) { t.session_expires_at = kNow; },
       RefreshVerdict::kRefused},
      {"used less than 10 seconds ago",
       [](auto& t) { t.used_at = kNow - absl::Seconds(10) + absl::Nanoseconds(1); },
       RefreshVerdict::kRenewed},
      {"used 10 seconds ago", [](auto& t) { t.used_at = kNow - absl::Seconds(10); },
       RefreshVerdict::kReused},
      {"whose child was used",
       [](auto& t) {
         t.used_at = kNow - absl::Seconds(1);
         t.child_used = true;
       },
       RefreshVerdict::kReused},
      {"used, of a session that is over",
       [](auto& t) {
         t.used_at = kNow - absl::Hours(1);
         t.live = false;
       },
       RefreshVerdict::kRefused}}));
  INFO(c.what);
  auto token = Unused();
  c.change(token);
  CHECK(JudgeRefresh(token, kNow) == c.verdict);
}

}  // namespace
}  // namespace enlace::auth
