#include "libs/authn/authenticator.h"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <thread>

#include "absl/synchronization/notification.h"
#include "libs/authn/api_key.h"
#include "libs/authn/credential_error.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/testing/fake_clock.h"

namespace enlace::authn {
namespace {

// What the resolver knows and how often it was asked; shared with the test.
struct Keys {
  std::atomic<int> questions = 0;
  std::atomic<bool> revoked = false;
  std::atomic<bool> unreachable = false;
  std::optional<absl::Time> expires_at;
  // When set, a question waits for it.
  absl::Notification* gate = nullptr;
};

class CountingResolver final : public CredentialResolver {
 public:
  explicit CountingResolver(Keys& keys) : keys_(keys) {}

  absl::StatusOr<Principal> Resolve(std::string_view api_key, absl::Time, const Origin&) override {
    ++keys_.questions;
    if (keys_.gate != nullptr) keys_.gate->WaitForNotification();
    if (keys_.unreachable) return core::WithInternal(core::refusal::Unavailable(), "");
    if (keys_.revoked) return CredentialInvalid();
    Principal principal;
    principal.id = ApiKey::Parse(api_key)->id;
    principal.role = Role::kServiceAccount;
    principal.expires_at = keys_.expires_at;
    return principal;
  }

 private:
  Keys& keys_;
};

struct Fixture {
  testing::FakeClock clock{absl::FromUnixSeconds(1'800'000'000)};
  Keys keys;
  Authenticator authenticator{std::make_unique<CountingResolver>(keys), clock};
  ApiKey key = ApiKey::Generate("test", core::Ulid::Generate(clock.Now()));

  auto Ask() { return authenticator.Authenticate(key.Plaintext(), clock.Now() + absl::Seconds(5)); }
};

std::string ReasonOf(const absl::Status& status) { return core::DetailsOf(status).reason; }

TEST_CASE("a call without a credential is told so") {
  Fixture f;
  const auto answer = f.authenticator.Authenticate("", absl::InfiniteFuture());
  CHECK(answer.status().code() == absl::StatusCode::kUnauthenticated);
  CHECK(ReasonOf(answer.status()) == core::reason::kCredentialMissing);
  CHECK(f.keys.questions == 0);
}

TEST_CASE("a mistyped key is refused without a question") {
  Fixture f;
  auto text = f.key.Plaintext();
  text[40] = text[40] == 'A' ? 'B' : 'A';
  const auto answer = f.authenticator.Authenticate(text, absl::InfiniteFuture());
  CHECK(answer.status().code() == absl::StatusCode::kUnauthenticated);
  CHECK(ReasonOf(answer.status()) == core::reason::kCredentialInvalid);
  CHECK(f.keys.questions == 0);
}

TEST_CASE("a good answer is remembered for less than 5 seconds") {
  Fixture f;
  REQUIRE(f.Ask().ok());
  CHECK((*f.Ask())->id == f.key.id);
  f.clock.Advance(absl::Milliseconds(4999));
  REQUIRE(f.Ask().ok());
  CHECK(f.keys.questions == 1);
  f.clock.Advance(absl::Milliseconds(1));
  REQUIRE(f.Ask().ok());
  CHECK(f.keys.questions == 2);
}

TEST_CASE("a revoked key is refused 5 seconds later at the latest") {
  Fixture f;
  REQUIRE(f.Ask().ok());
  f.keys.revoked = true;
  f.clock.Advance(absl::Seconds(5));
  const auto answer = f.Ask();
  CHECK(answer.status().code() == absl::StatusCode::kUnauthenticated);
  CHECK(ReasonOf(answer.status()) == core::reason::kCredentialInvalid);
}

TEST_CASE("nothing is remembered past the expiry of the credential") {
  Fixture f;
  f.keys.expires_at = f.clock.Now() + absl::Seconds(2);
  REQUIRE(f.Ask().ok());
  f.clock.Advance(absl::Seconds(2));
  REQUIRE(f.Ask().ok());
  CHECK(f.keys.questions == 2);
}

TEST_CASE("refusals and failures are not remembered") {
  Fixture f;
  f.keys.unreachable = true;
  CHECK(f.Ask().status().code() == absl::StatusCode::kUnavailable);
  f.keys.unreachable = false;
  f.keys.revoked = true;
  CHECK(f.Ask().status().code() == absl::StatusCode::kUnauthenticated);
  f.keys.revoked = false;
  CHECK(f.Ask().ok());
}

TEST_CASE("with an age of zero every call asks") {
  Fixture f;
  Authenticator fresh(std::make_unique<CountingResolver>(f.keys), f.clock, absl::ZeroDuration());
  for (int i = 0; i < 3; ++i) {
    REQUIRE(fresh.Authenticate(f.key.Plaintext(), absl::InfiniteFuture()).ok());
  }
  CHECK(f.keys.questions == 3);
}

TEST_CASE("keys are not mistaken for each other") {
  Fixture f;
  REQUIRE(f.Ask().ok());
  const auto other = ApiKey::Generate("test", f.key.id);
  REQUIRE(f.authenticator.Authenticate(other.Plaintext(), absl::InfiniteFuture()).ok());
  CHECK(f.keys.questions == 2);
}

TEST_CASE("more keys than fit are answered all the same") {
  Fixture f;
  for (std::size_t i = 0; i < Authenticator::kMaxEntries + 100; ++i) {
    const auto key = ApiKey::Generate("test", core::Ulid::Generate(f.clock.Now()));
    REQUIRE(f.authenticator.Authenticate(key.Plaintext(), absl::InfiniteFuture()).ok());
  }
  f.clock.Advance(absl::Minutes(1));
  CHECK(f.Ask().ok());
}

TEST_CASE("callers that miss the same key at once share one question") {
  Fixture f;
  absl::Notification gate;
  f.keys.gate = &gate;
  std::atomic<int> started = 0;
  std::atomic<int> good = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] {
      ++started;
      if (f.authenticator.Authenticate(f.key.Plaintext(), absl::InfiniteFuture()).ok()) ++good;
    });
  }
  while (started < 8 || f.keys.questions == 0) std::this_thread::yield();
  gate.Notify();
  for (auto& caller : callers) caller.join();
  CHECK(good == 8);
  CHECK(f.keys.questions == 1);
}

TEST_CASE("a caller whose time is up does not wait for another's question") {
  Fixture f;
  absl::Notification gate;
  f.keys.gate = &gate;
  std::thread slow([&] { (void)f.Ask(); });
  while (f.keys.questions == 0) std::this_thread::yield();
  std::thread late([&] { (void)f.authenticator.Authenticate(f.key.Plaintext(), f.clock.Now()); });
  // It asks on its own instead of waiting.
  while (f.keys.questions < 2) std::this_thread::yield();
  gate.Notify();
  slow.join();
  late.join();
  CHECK(f.keys.questions == 2);
}

}  // namespace
}  // namespace enlace::authn
