#include "services/audit/domain/chain_sealer.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "libs/metrics/value_fixture.h"
#include "libs/testing/fake_clock.h"
#include "services/audit/testing/events.h"
#include "services/audit/testing/fake_chain_repository.h"

namespace enlace::audit {
namespace {

using testing::Morning;
using testing::NewId;

constexpr absl::Duration kInterval = absl::Seconds(60);

class NoLog final : public CheckpointLog {
 public:
  absl::StatusOr<SignedNote> Append(const Checkpoint&) override { return SignedNote{}; }
  absl::StatusOr<std::optional<Checkpoint>> Last(const core::Ulid&) override {
    return std::nullopt;
  }
};

struct Fixture {
  testing::FakeChainRepository chains;
  NoLog log;
  enlace::testing::FakeClock clock{Morning()};
  metrics::Registry registry;
  ChainSealer sealer{{.chains = chains,
                      .log = log,
                      .clock = clock,
                      .interval = kInterval,
                      .metrics = SealerMetrics::In(registry)}};
  core::Ulid alpha = NewId();
  core::Ulid beta = NewId();

  void WorkOff() {
    for (int steps = 0; sealer.Step(); ++steps) REQUIRE(steps < 1'000);
  }
  double Value(const std::string& name) const {
    return metrics::ValueOf(registry, "enlace_audit_" + name);
  }
  double UnixNow() const { return absl::ToDoubleSeconds(clock.Now() - absl::UnixEpoch()); }
};

TEST_CASE("what waits is chained and signed, a batch of one tenant and then of another") {
  Fixture f;
  f.chains.waiting = {{f.alpha, 2 * ChainSealer::kBatch + 1}, {f.beta, 1}};
  f.WorkOff();
  CHECK(f.chains.chained[f.alpha] == 2 * ChainSealer::kBatch + 1);
  CHECK(f.chains.chained[f.beta] == 1);
  CHECK(f.chains.sealed.size() == 4);
  CHECK(f.chains.sealed[0] != f.chains.sealed[1]);
  CHECK(f.chains.SignedSizeOf(f.beta) == 1);
  CHECK_FALSE(f.sealer.Step());
}

TEST_CASE("a chain that grew is signed at once, and again when the interval is over") {
  Fixture f;
  f.chains.waiting[f.alpha] = 1;
  f.WorkOff();
  CHECK(f.chains.SignedSizeOf(f.alpha) == 1);

  f.clock.Advance(kInterval / 2);
  f.chains.waiting[f.alpha] = 1;
  f.WorkOff();
  CHECK(f.chains.chained[f.alpha] == 2);
  CHECK(f.chains.SignedSizeOf(f.alpha) == 1);

  f.clock.Advance(kInterval / 2);
  f.WorkOff();
  CHECK(f.chains.SignedSizeOf(f.alpha) == 2);
}

TEST_CASE("what another process left unsigned is signed at the start, and later on") {
  Fixture f;
  f.chains.chained[f.alpha] = 3;
  f.WorkOff();
  CHECK(f.chains.SignedSizeOf(f.alpha) == 3);

  f.chains.chained[f.beta] = 4;
  f.WorkOff();
  CHECK(f.chains.SignedSizeOf(f.beta) == 0);
  f.clock.Advance(ChainSealer::kLook);
  f.WorkOff();
  CHECK(f.chains.SignedSizeOf(f.beta) == 4);
}

TEST_CASE("a tenant that fails rests, and the others go on") {
  Fixture f;
  f.chains.waiting = {{f.alpha, 1}, {f.beta, 1}};
  f.chains.failing = {f.alpha};
  for (int i = 0; i < 10; ++i) f.sealer.Step();
  CHECK(f.chains.chained[f.beta] == 1);
  CHECK(f.chains.SignedSizeOf(f.beta) == 1);

  f.chains.failing.clear();
  f.WorkOff();
  CHECK(f.chains.chained[f.alpha] == 0);
  f.clock.Advance(ChainSealer::kRest);
  f.WorkOff();
  CHECK(f.chains.chained[f.alpha] == 1);
}

TEST_CASE("a checkpoint that could not be signed is, after a rest") {
  Fixture f;
  f.chains.chained[f.alpha] = 1;
  f.chains.failing = {f.alpha};
  f.WorkOff();
  f.chains.failing.clear();
  f.WorkOff();
  CHECK(f.chains.SignedSizeOf(f.alpha) == 0);
  f.clock.Advance(ChainSealer::kRest);
  f.WorkOff();
  CHECK(f.chains.SignedSizeOf(f.alpha) == 1);
}

TEST_CASE("chains and checkpoints are in the metrics, and since when one is due") {
  Fixture f;
  f.WorkOff();
  CHECK(f.Value("unsigned_since_timestamp_seconds") == 0);
  f.chains.waiting = {{f.alpha, 3}, {f.beta, 1}};
  f.WorkOff();
  CHECK(f.Value("sealed_records_total") == 4);
  CHECK(f.Value("checkpoints_total") == 2);
  const auto signed_at = f.UnixNow();
  CHECK(f.Value("last_checkpoint_timestamp_seconds") == signed_at);

  f.clock.Advance(kInterval / 4);
  const auto grown = f.UnixNow();
  f.chains.waiting[f.alpha] = 1;
  f.WorkOff();
  f.clock.Advance(kInterval / 4);
  f.chains.waiting[f.beta] = 1;
  f.WorkOff();
  CHECK(f.Value("unsigned_since_timestamp_seconds") == grown);

  f.chains.failing = {f.alpha};
  f.clock.Advance(kInterval / 2);
  for (int i = 0; i < 10; ++i) f.sealer.Step();
  CHECK(f.Value("checkpoints_total") == 3);
  CHECK(f.Value("unsigned_since_timestamp_seconds") == grown);

  f.chains.failing.clear();
  f.clock.Advance(ChainSealer::kRest);
  f.WorkOff();
  CHECK(f.Value("unsigned_since_timestamp_seconds") == 0);
  CHECK(f.Value("last_checkpoint_timestamp_seconds") == f.UnixNow());
}

TEST_CASE("a database that is away is asked now and then") {
  Fixture f;
  f.chains.down = true;
  f.chains.waiting[f.alpha] = 1;
  for (int i = 0; i < 10; ++i) CHECK_FALSE(f.sealer.Step());
  CHECK(f.chains.asked == 1);
  f.chains.down = false;
  f.clock.Advance(ChainSealer::kRest);
  f.WorkOff();
  CHECK(f.chains.chained[f.alpha] == 1);
}

}  // namespace
}  // namespace enlace::audit
