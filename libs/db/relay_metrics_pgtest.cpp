#include "libs/db/relay_metrics.h"

#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "libs/core/reasons.h"
#include "libs/db/notes_fixture.h"
#include "libs/db/outbox_batch.h"
#include "libs/db/queue_watch.h"
#include "libs/metrics/value_fixture.h"
#include "libs/testing/sql.h"

namespace enlace::db {
namespace {

using metrics::ValueOf;

constexpr char kLags[] = "enlace_outbox_relay_lag_seconds_count";
constexpr char kLagSum[] = "enlace_outbox_relay_lag_seconds_sum";
constexpr char kFailures[] = "enlace_outbox_relay_failures_total";

// Confirms what comes, unless it is told otherwise.
class Sink final : public OutboxSink {
 public:
  explicit Sink(std::function<absl::Status()> answer = {}) : answer_(std::move(answer)) {}
  absl::Status Deliver(const std::vector<OutboxEvent>&) override {
    return answer_ ? answer_() : absl::OkStatus();
  }

 private:
  const std::function<absl::Status()> answer_;
};

// False after 20 s.
bool Eventually(const std::function<bool()>& condition) {
  const auto deadline = absl::Now() + absl::Seconds(20);
  while (!condition()) {
    if (absl::Now() > deadline) return false;
    std::this_thread::yield();
  }
  return true;
}

TEST_CASE("each event's lag is observed once, when it has left the outbox") {
  const NotesFixture notes;
  const auto tenants = notes.OpenTenants();
  NotesFixture::AddNote(*tenants, notes.alpha, "one");
  NotesFixture::AddNote(*tenants, notes.beta, "two");
  testing::RunSql(notes.server.AdminUrl(),
                  "UPDATE outbox SET occurred_at = occurred_at - interval '1 minute'");
  const auto relay = notes.OpenRelay();
  metrics::Registry registry;
  const auto measured = RelayMetrics::In(registry);

  Sink away([] { return core::refusal::Unavailable(); });
  REQUIRE_FALSE(ShipBatch(*relay, away, measured).ok());
  CHECK(ValueOf(registry, kLags) == 0);

  Sink sink;
  REQUIRE(*ShipBatch(*relay, sink, measured) == 2);
  CHECK(ValueOf(registry, kLags) == 2);
  CHECK(ValueOf(registry, kLagSum) >= 120);

  REQUIRE(*ShipBatch(*relay, sink, measured) == 0);
  CHECK(ValueOf(registry, kLags) == 2);
}

TEST_CASE("a refusal, which may have waited for its row, is no lag") {
  const NotesFixture notes;
  const auto tenants = notes.OpenTenants();
  NotesFixture::AddNote(*tenants, notes.alpha, "one");
  NotesFixture::AddNote(*tenants, notes.alpha, "two");
  testing::RunSql(notes.server.AdminUrl(),
                  "UPDATE outbox SET event_type = 'REFUSAL', action = 'AUTHORIZE'"
                  " WHERE seq = (SELECT min(seq) FROM outbox)");
  const auto relay = notes.OpenRelay();
  metrics::Registry registry;
  Sink sink;
  REQUIRE(*ShipBatch(*relay, sink, RelayMetrics::In(registry)) == 2);
  CHECK(ValueOf(registry, kLags) == 1);
}

TEST_CASE("the relay counts the batches that were not taken") {
  const NotesFixture notes;
  const auto tenants = notes.OpenTenants();
  NotesFixture::AddNote(*tenants, notes.alpha, "one");
  const auto database = notes.OpenRelay();
  metrics::Registry registry;
  int refused = 0;
  Sink sink(
      [&refused] { return ++refused <= 2 ? core::refusal::Unavailable() : absl::OkStatus(); });
  const OutboxRelay relay(*database, sink, absl::Milliseconds(10), RelayMetrics::In(registry));
  CHECK(Eventually([&] { return ValueOf(registry, kLags) == 1; }));
  CHECK(ValueOf(registry, kFailures) == 2);
}

TEST_CASE("what waits in the outbox is measured, and falls to nothing when it is shipped") {
  const NotesFixture notes;
  const auto tenants = notes.OpenTenants();
  const auto database = notes.OpenRelay(/*pool_size=*/2);
  NotesFixture::AddNote(*tenants, notes.alpha, "one");
  NotesFixture::AddNote(*tenants, notes.alpha, "two");
  testing::RunSqlScript(notes.server.AdminUrl(),
                        {"UPDATE outbox SET occurred_at = now() - interval '1 hour',"
                         " event_type = 'REFUSAL', action = 'AUTHORIZE'"
                         " WHERE seq = (SELECT min(seq) FROM outbox)",
                         "UPDATE outbox SET occurred_at = now() - interval '2 minutes'"
                         " WHERE event_type = 'WRITE'"});
  metrics::Registry registry;
  const QueueWatch watch({{.database = *database,
                           .statement = kOutboxDepth,
                           .waiting = registry.AddGauge("unsent", "Unsent."),
                           .oldest_seconds = registry.AddGauge("oldest", "Oldest.")}},
                         absl::Milliseconds(10));
  REQUIRE(Eventually([&] { return ValueOf(registry, "oldest") > 0; }));
  CHECK(ValueOf(registry, "unsent") == 2);
  CHECK(ValueOf(registry, "oldest") >= 120);
  CHECK(ValueOf(registry, "oldest") < 3600);

  Sink sink;
  REQUIRE(*ShipBatch(*database, sink) == 2);
  CHECK(Eventually(
      [&] { return ValueOf(registry, "unsent") == 0 && ValueOf(registry, "oldest") == 0; }));
}

}  // namespace
}  // namespace enlace::db
