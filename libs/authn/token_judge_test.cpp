#include "libs/authn/token_judge.h"

#include <catch2/catch_test_macros.hpp>

#include "libs/authn/token_key_fixture.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/testing/fake_clock.h"

namespace enlace::authn {
namespace {

struct Fixture {
  testing::FakeClock clock{absl::FromUnixSeconds(1'800'000'000)};
  TokenKeySet published{{RfcKey().public_key()}};
  bool reachable = true;
  int questions = 0;
  TokenJudge judge{[this](absl::Time) -> absl::StatusOr<TokenKeySet> {
                     ++questions;
                     if (!reachable) return core::refusal::UnavailableAuth();
                     return published;
                   },
                   clock};

  std::string TokenOf(const TokenKey& key) {
    const auto now = clock.Now();
    return Sign({core::Ulid::Generate(now), core::Ulid::Generate(now), core::Ulid::Generate(now),
                 now, now + absl::Minutes(5)},
                key);
  }
  absl::Status Judge(const std::string& jwt) {
    return judge.Judge(jwt, clock.Now() + absl::Seconds(5));
  }
};

TEST_CASE("the keys are asked for once, and again after a minute") {
  Fixture f;
  for (int i = 0; i < 3; ++i) CHECK(f.Judge(f.TokenOf(RfcKey())).ok());
  f.clock.Advance(absl::Seconds(59));
  CHECK(f.Judge(f.TokenOf(RfcKey())).ok());
  CHECK(f.questions == 1);
  f.clock.Advance(absl::Seconds(1));
  CHECK(f.Judge(f.TokenOf(RfcKey())).ok());
  CHECK(f.questions == 2);
}

TEST_CASE("a token of a key that is new since then is good at its first use") {
  Fixture f;
  CHECK(f.Judge(f.TokenOf(RfcKey())).ok());
  f.published = TokenKeySet({RfcKey().public_key(), OtherKey().public_key()});
  f.clock.Advance(absl::Seconds(5));
  CHECK(f.Judge(f.TokenOf(OtherKey())).ok());
  CHECK(f.questions == 2);
}

TEST_CASE("a flood of bad tokens asks once in five seconds") {
  Fixture f;
  for (int i = 0; i < 20; ++i) {
    CHECK(absl::IsUnauthenticated(f.Judge(f.TokenOf(OtherKey()))));
    f.clock.Advance(absl::Seconds(1));
  }
  CHECK(f.questions == 4);
}

TEST_CASE("an auth service that does not answer is not asked for every token") {
  Fixture f;
  CHECK(f.Judge(f.TokenOf(RfcKey())).ok());
  f.reachable = false;
  f.clock.Advance(absl::Minutes(1));
  for (int i = 0; i < 10; ++i) {
    CHECK(f.Judge(f.TokenOf(RfcKey())).ok());
    CHECK(absl::IsUnauthenticated(f.Judge(f.TokenOf(OtherKey()))));
    f.clock.Advance(absl::Seconds(1));
  }
  CHECK(f.questions == 3);
}

TEST_CASE("the keys that are known go on when they can't be asked for anew") {
  Fixture f;
  f.reachable = false;
  CHECK(absl::IsUnavailable(f.Judge(f.TokenOf(RfcKey()))));
  f.reachable = true;
  CHECK(f.Judge(f.TokenOf(RfcKey())).ok());
  f.reachable = false;
  f.clock.Advance(absl::Hours(1));
  CHECK(f.Judge(f.TokenOf(RfcKey())).ok());
  CHECK(absl::IsUnauthenticated(f.Judge(f.TokenOf(OtherKey()))));
}

TEST_CASE("a key that is published no longer is refused within a minute") {
  Fixture f;
  CHECK(f.Judge(f.TokenOf(RfcKey())).ok());
  f.published = TokenKeySet({OtherKey().public_key()});
  f.clock.Advance(absl::Minutes(1));
  CHECK(absl::IsUnauthenticated(f.Judge(f.TokenOf(RfcKey()))));
}

}  // namespace
}  // namespace enlace::authn
