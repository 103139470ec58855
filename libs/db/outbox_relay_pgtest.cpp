#include "libs/db/outbox_relay.h"

#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <stdexcept>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/db/notes_fixture.h"
#include "libs/db/outbox_batch.h"
#include "libs/testing/sql.h"

namespace enlace::db {
namespace {

// Keeps every delivery; `answer` decides on each, with its number from 0.
class RecordingSink final : public OutboxSink {
 public:
  explicit RecordingSink(std::function<absl::Status(int)> answer = {})
      : answer_(std::move(answer)) {}

  absl::Status Deliver(const std::vector<OutboxEvent>& events) override {
    absl::MutexLock lock(&mutex_);
    deliveries_.push_back(events);
    const int number = static_cast<int>(deliveries_.size()) - 1;
    return answer_ ? answer_(number) : absl::OkStatus();
  }

  // Waits until `count` deliveries came; false after 20 s.
  bool Await(std::size_t count) const {
    const auto enough = [this, count] {
      mutex_.AssertReaderHeld();
      return deliveries_.size() >= count;
    };
    absl::MutexLock lock(&mutex_);
    return mutex_.AwaitWithTimeout(absl::Condition(&enough), absl::Seconds(20));
  }

  std::vector<std::vector<OutboxEvent>> deliveries() const {
    absl::MutexLock lock(&mutex_);
    return deliveries_;
  }

 private:
  const std::function<absl::Status(int)> answer_;
  mutable absl::Mutex mutex_;
  std::vector<std::vector<OutboxEvent>> deliveries_ ABSL_GUARDED_BY(mutex_);
};

std::vector<core::Ulid> IdsOf(const std::vector<OutboxEvent>& events) {
  std::vector<core::Ulid> ids;
  for (const auto& event : events) ids.push_back(event.event_id);
  return ids;
}

TEST_CASE("exactly the committed rows are delivered, in order, and leave the outbox") {
  const NotesFixture notes;
  const auto tenants = notes.OpenTenants();
  std::vector<core::Ulid> added;
  for (const char* body : {"one", "two", "three"}) {
    added.push_back(NotesFixture::AddNote(*tenants, notes.alpha, body));
    auto undone = tenants->Begin(NotesFixture::ContextOf(notes.beta), NotesFixture::Soon());
    const auto id = core::Ulid::Generate(absl::Now());
    REQUIRE(undone->Run(kInsertNote, Params().Id(notes.beta).Id(id).Text("undone")).ok());
  }
  const auto relay = notes.OpenRelay();
  RecordingSink sink;

  CHECK(*ShipBatch(*relay, sink) == 3);

  const auto deliveries = sink.deliveries();
  REQUIRE(deliveries.size() == 1);
  REQUIRE(deliveries[0].size() == 3);
  for (std::size_t i = 0; i < added.size(); ++i) {
    CHECK(deliveries[0][i].resource_ids == std::vector{added[i]});
    CHECK(deliveries[0][i].tenant_id == notes.alpha);
  }
  CHECK(notes.CountAll("outbox") == 0);
  CHECK(*ShipBatch(*relay, sink) == 0);
}

TEST_CASE("an event says what the trigger wrote") {
  const NotesFixture notes;
  const auto tenants = notes.OpenTenants();
  NotesFixture::AddNote(*tenants, notes.alpha, "written");
  const auto relay = notes.OpenRelay();
  RecordingSink sink;
  REQUIRE(*ShipBatch(*relay, sink) == 1);

  const auto event = sink.deliveries()[0][0];
  const auto context = NotesFixture::ContextOf(notes.alpha);
  CHECK(event.event_type == "WRITE");
  CHECK(event.action == "CREATE");
  CHECK(event.resource_type == "Note");
  CHECK(event.resource_version == 1);
  CHECK(event.actor_type == context.actor_type);
  CHECK(event.actor_id == context.actor_id);
  CHECK(event.actor_email == context.actor_email);
  CHECK(event.request_id == context.request_id);
  CHECK(event.ip == context.ip);
  CHECK(event.user_agent == context.user_agent);
  CHECK(event.before_json.empty());
  CHECK(event.after_json.find("\"body\": \"written\"") != std::string::npos);
  CHECK(absl::AbsDuration(absl::Now() - event.occurred_at) < absl::Minutes(5));
}

TEST_CASE("a failing sink gets the same events again") {
  const NotesFixture notes;
  const auto tenants = notes.OpenTenants();
  NotesFixture::AddNote(*tenants, notes.alpha, "one");
  NotesFixture::AddNote(*tenants, notes.beta, "two");
  const auto relay = notes.OpenRelay();
  RecordingSink sink([](int number) -> absl::Status {
    if (number == 0) return core::refusal::Unavailable();
    if (number == 1) throw std::runtime_error("thrown by a sink");
    return absl::OkStatus();
  });

  CHECK(!ShipBatch(*relay, sink).ok());
  CHECK(!ShipBatch(*relay, sink).ok());
  CHECK(*ShipBatch(*relay, sink) == 2);

  const auto deliveries = sink.deliveries();
  CHECK(IdsOf(deliveries[1]) == IdsOf(deliveries[0]));
  CHECK(IdsOf(deliveries[2]) == IdsOf(deliveries[0]));
  CHECK(notes.CountAll("outbox") == 0);
}

TEST_CASE("a relay cut off between delivery and removal delivers again") {
  const NotesFixture notes;
  const auto tenants = notes.OpenTenants();
  NotesFixture::AddNote(*tenants, notes.alpha, "one");
  const auto relay = notes.OpenRelay();
  RecordingSink sink([&notes](int number) {
    if (number == 0) {
      testing::RunSql(notes.server.AdminUrl(),
                      "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                      " WHERE datname = current_database() AND usename LIKE '%relay'");
    }
    return absl::OkStatus();
  });

  CHECK(absl::IsUnavailable(ShipBatch(*relay, sink).status()));
  CHECK(notes.CountAll("outbox") == 1);
  CHECK(*ShipBatch(*relay, sink) == 1);
  CHECK(IdsOf(sink.deliveries()[1]) == IdsOf(sink.deliveries()[0]));
  CHECK(notes.CountAll("outbox") == 0);
}

TEST_CASE("while one replica ships, another does not") {
  const NotesFixture notes;
  const auto tenants = notes.OpenTenants();
  NotesFixture::AddNote(*tenants, notes.alpha, "one");
  const auto relay = notes.OpenRelay(/*pool_size=*/2);
  RecordingSink other;
  RecordingSink sink([&](int) {
    const auto shipped = ShipBatch(*relay, other);
    return shipped.ok() && *shipped == 0 ? absl::OkStatus() : core::Internal("shipped twice");
  });
  CHECK(*ShipBatch(*relay, sink) == 1);
  CHECK(other.deliveries().empty());
}

TEST_CASE("the relay ships by itself what is there and what comes, also when woken") {
  const NotesFixture notes;
  const auto tenants = notes.OpenTenants();
  NotesFixture::AddNote(*tenants, notes.alpha, "before");
  const auto database = notes.OpenRelay();
  RecordingSink sink;
  OutboxRelay relay(*database, sink, /*poll=*/absl::Minutes(10));
  REQUIRE(sink.Await(1));
  NotesFixture::AddNote(*tenants, notes.alpha, "after");
  relay.Wake();
  REQUIRE(sink.Await(2));
}

TEST_CASE("the relay polls without being woken, and goes on after a failure") {
  const NotesFixture notes;
  const auto tenants = notes.OpenTenants();
  NotesFixture::AddNote(*tenants, notes.alpha, "one");
  const auto database = notes.OpenRelay();
  RecordingSink sink(
      [](int number) { return number < 2 ? core::refusal::Unavailable() : absl::OkStatus(); });
  OutboxRelay relay(*database, sink, /*poll=*/absl::Milliseconds(10));
  REQUIRE(sink.Await(3));
}

}  // namespace
}  // namespace enlace::db
