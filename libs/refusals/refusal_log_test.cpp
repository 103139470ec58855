#include "libs/refusals/refusal_log.h"

#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <numeric>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/metrics/value_fixture.h"
#include "libs/testing/fake_clock.h"

namespace enlace::refusals {
namespace {

class Memory final : public RefusalStore {
 public:
  absl::Status Store(const std::vector<Refusal>& refusals, absl::Time) override {
    if (away) return absl::UnavailableError("away");
    stored.insert(stored.end(), refusals.begin(), refusals.end());
    return absl::OkStatus();
  }
  bool away = false;
  std::vector<Refusal> stored;
};

struct Fixture {
  Refusal From(const std::string& ip, const std::string& reason = "SIGN_IN_REFUSED") {
    Refusal refusal{.action = kAuthenticate, .endpoint = "Login", .reason = reason};
    refusal.context.tenant_id = tenant;
    refusal.context.ip = ip;
    refusal.context.actor_type = "ANONYMOUS";
    return refusal;
  }
  absl::Status Flush() { return log->Flush(absl::InfiniteFuture()); }
  void PassAMinute() { clock.Advance(RefusalLog::kMinute); }
  std::int64_t Calls() const {
    return std::accumulate(store.stored.begin(), store.stored.end(), std::int64_t{0},
                           [](std::int64_t sum, const Refusal& one) { return sum + one.calls; });
  }

  testing::FakeClock clock{absl::FromUnixSeconds(1'795'255'200)};
  Memory store;
  core::Ulid tenant = core::Ulid::Generate(clock.Now());
  metrics::Registry registry;
  std::unique_ptr<RefusalLog> log = std::make_unique<RefusalLog>(
      store, clock, absl::InfiniteDuration(), RefusalMetrics::In(registry));
};

TEST_CASE(
    "the first of calls that are alike is recorded at once, the others when the minute ends") {
  Fixture f;
  f.log->Add(f.From("192.0.2.1"));
  for (int i = 0; i < 4; ++i) {
    f.clock.Advance(absl::Seconds(1));
    f.log->Add(f.From("192.0.2.1"));
  }
  REQUIRE(f.Flush().ok());
  REQUIRE(f.store.stored.size() == 1);
  CHECK(f.store.stored[0].calls == 1);
  const auto last = f.clock.Now();

  f.PassAMinute();
  REQUIRE(f.Flush().ok());
  REQUIRE(f.store.stored.size() == 2);
  CHECK(f.store.stored[1].calls == 4);
  CHECK(f.store.stored[1].occurred_at == last);
  CHECK(f.store.stored[1].event_id != f.store.stored[0].event_id);

  f.log->Add(f.From("192.0.2.1"));
  REQUIRE(f.Flush().ok());
  CHECK(f.store.stored.size() == 3);
}

TEST_CASE("calls are alike by caller, address, credential tried, RPC and reason") {
  Fixture f;
  const auto refusal = f.From("192.0.2.1");
  auto other = refusal;
  SECTION("tenant") { other.context.tenant_id = core::Ulid::Generate(f.clock.Now()); }
  SECTION("caller") { other.context.actor_id = "somebody"; }
  SECTION("address") { other.context.ip = "192.0.2.2"; }
  SECTION("credential") { other.subject.id = core::Ulid::Generate(f.clock.Now()); }
  SECTION("RPC") { other.endpoint = "VerifyMfa"; }
  SECTION("reason") { other.reason = "TOO_MANY_SIGN_INS"; }
  f.log->Add(refusal);
  f.log->Add(other);
  REQUIRE(f.Flush().ok());
  CHECK(f.store.stored.size() == 2);
}

TEST_CASE("an attack from everywhere is counted whole, and written in bounds") {
  Fixture f;
  const int kCalls = 20'000;
  for (int i = 0; i < kCalls; ++i) {
    auto refusal = f.From(absl::StrCat("192.0.2.", i));
    refusal.context.tenant_id = core::Ulid::Generate(f.clock.Now());
    f.log->Add(refusal);
    if (i % 1'000 == 0) REQUIRE(f.Flush().ok());
  }
  f.PassAMinute();
  REQUIRE(f.Flush().ok());
  CHECK(f.Calls() == kCalls);
  CHECK(f.store.stored.size() <= 2 * RefusalLog::kMostAlike + 1);
}

TEST_CASE("one tenant's attack beyond the bound is counted under the tenant, without addresses") {
  Fixture f;
  for (std::size_t i = 0; i < RefusalLog::kMostAlike + 7; ++i) {
    f.log->Add(f.From(absl::StrCat("192.0.2.", i)));
  }
  f.PassAMinute();
  REQUIRE(f.Flush().ok());
  REQUIRE(f.store.stored.size() == RefusalLog::kMostAlike + 1);
  const auto& rest = f.store.stored.back();
  CHECK(rest.calls == 7);
  CHECK(rest.context.tenant_id == f.tenant);
  CHECK(rest.context.ip.empty());
  CHECK(rest.reason == "SIGN_IN_REFUSED");
  CHECK(metrics::ValueOf(f.registry, "enlace_refusals_nameless_total") == 7);
}

TEST_CASE("each refused call is in the metrics, and what waits for the database") {
  Fixture f;
  const auto value = [&](const std::string& name) {
    return metrics::ValueOf(f.registry, "enlace_refusals_" + name);
  };
  for (int i = 0; i < 3; ++i) f.log->Add(f.From("192.0.2.1"));
  auto denied = f.From("192.0.2.1", "SCOPE_MISSING");
  denied.action = kAuthorize;
  f.log->Add(denied);
  CHECK(value(R"(calls_total{action="AUTHENTICATE"})") == 3);
  CHECK(value(R"(calls_total{action="AUTHORIZE"})") == 1);

  f.store.away = true;
  REQUIRE_FALSE(f.Flush().ok());
  CHECK(value("unstored") == 2);
  CHECK(value("records_total") == 0);

  f.store.away = false;
  REQUIRE(f.Flush().ok());
  CHECK(value("unstored") == 0);
  CHECK(value("records_total") == 2);
  CHECK(value("dropped_total") == 0);
}

TEST_CASE("what can't be stored is kept, and bounded, until it can be") {
  Fixture f;
  f.store.away = true;
  for (int minute = 0; minute < 10; ++minute) {
    for (std::size_t i = 0; i < RefusalLog::kMostAlike; ++i) {
      f.log->Add(f.From(absl::StrCat("192.0.2.", i)));
    }
    CHECK_FALSE(f.Flush().ok());
    f.PassAMinute();
  }
  f.store.away = false;
  REQUIRE(f.Flush().ok());
  REQUIRE(f.Flush().ok());
  CHECK(f.Calls() == 10 * static_cast<std::int64_t>(RefusalLog::kMostAlike));
  CHECK(f.store.stored.size() <= 2 * RefusalLog::kMostAlike);
}

TEST_CASE("a repeat of what could not be stored has the same event ids") {
  Fixture f;
  f.log->Add(f.From("192.0.2.1"));
  f.store.away = true;
  CHECK_FALSE(f.Flush().ok());
  f.store.away = false;
  f.log->Add(f.From("192.0.2.2"));
  REQUIRE(f.Flush().ok());
  REQUIRE(f.store.stored.size() == 2);
  CHECK(f.store.stored[0].context.ip == "192.0.2.1");
  CHECK_FALSE(f.store.stored[0].event_id.IsNil());
}

TEST_CASE("the end of the process loses no count") {
  Fixture f;
  for (int i = 0; i < 5; ++i) f.log->Add(f.From("192.0.2.1"));
  f.log.reset();
  CHECK(f.Calls() == 5);
}

TEST_CASE("threads count each call once") {
  Fixture f;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&f, t] {
      for (int i = 0; i < 1'000; ++i) f.log->Add(f.From(absl::StrCat("192.0.2.", (t + i) % 50)));
    });
  }
  for (auto& thread : threads) thread.join();
  f.log.reset();
  CHECK(f.Calls() == 8'000);
  std::set<core::Ulid> ids;
  for (const auto& one : f.store.stored) ids.insert(one.event_id);
  CHECK(ids.size() == f.store.stored.size());
}

}  // namespace
}  // namespace enlace::refusals
