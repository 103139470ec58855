#include "services/auth/domain/key_use.h"

#include <catch2/catch_test_macros.hpp>

#include "libs/testing/fake_clock.h"
#include "services/auth/domain/fake_credentials.h"

namespace enlace::auth {
namespace {

struct Fixture {
  testing::FakeClock clock{absl::FromUnixSeconds(1'800'000'000)};
  FakeCredentials credentials;
  core::Ulid id = core::Ulid::Generate(clock.Now());
};

TEST_CASE("a use is noted once a minute") {
  Fixture f;
  {
    KeyUse uses(f.credentials, f.clock);
    for (int i = 0; i < 100; ++i) uses.Note(f.id);
    f.clock.Advance(absl::Seconds(59));
    uses.Note(f.id);
  }
  CHECK(f.credentials.used.size() == 1);
}

TEST_CASE("a use a minute later is noted again") {
  Fixture f;
  {
    KeyUse uses(f.credentials, f.clock);
    uses.Note(f.id);
    f.credentials.AwaitWrites(1);
    f.clock.Advance(absl::Minutes(1));
    uses.Note(f.id);
  }
  REQUIRE(f.credentials.used.size() == 2);
  CHECK(f.credentials.used[1].second == f.clock.Now());
}

TEST_CASE("every credential is noted for itself") {
  Fixture f;
  {
    KeyUse uses(f.credentials, f.clock);
    for (int i = 0; i < 50; ++i) uses.Note(core::Ulid::Generate(f.clock.Now()));
  }
  CHECK(f.credentials.used.size() == 50);
}

TEST_CASE("what could not be written is noted at the next use") {
  Fixture f;
  f.credentials.Break(true);
  {
    KeyUse uses(f.credentials, f.clock);
    // The first write fails; how soon the loss is known depends on the other thread.
    uses.Note(f.id);
    f.credentials.AwaitWrites(1);
    f.credentials.Break(false);
    f.clock.Advance(absl::Minutes(1));
    uses.Note(f.id);
  }
  CHECK(f.credentials.used.size() == 1);
}

TEST_CASE("more credentials than fit cost no more memory, and the rest is noted later") {
  Fixture f;
  const auto late = core::Ulid::Generate(f.clock.Now());
  {
    KeyUse uses(f.credentials, f.clock);
    for (int i = 0; i < 10'000; ++i) {
      uses.Note(core::Ulid::Generate(f.clock.Now()));
    }
    uses.Note(late);
    f.clock.Advance(absl::Minutes(1));
    uses.Note(late);
  }
  CHECK(f.credentials.used.size() == 10'001);
}

}  // namespace
}  // namespace enlace::auth
