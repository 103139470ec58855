#include "libs/db/access_log.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <thread>

#include "absl/synchronization/blocking_counter.h"
#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/db/notes_fixture.h"
#include "libs/loop/event_loop.h"
#include "libs/metrics/value_fixture.h"
#include "libs/testing/sql.h"

namespace enlace::db {
namespace {

AccessRecord RecordOf(const core::Ulid& tenant) {
  AccessRecord record;
  record.event_id = core::Ulid::Generate(absl::Now());
  record.occurred_at = absl::FromUnixMicros(1790000000123456);
  record.context = NotesFixture::ContextOf(tenant);
  record.action = "READ";
  record.endpoint = "enlace.patient.v1.PatientService/GetPatient";
  record.resource_type = "Patient";
  record.resource_ids = {core::Ulid::Generate(absl::Now()), core::Ulid::Generate(absl::Now())};
  record.fields_class = "ADMINISTRATIVE";
  return record;
}

// A transaction that keeps every writer of the outbox waiting until it ends.
class OutboxLock {
 public:
  explicit OutboxLock(const NotesFixture& notes)
      : database_(*PlatformDatabase::Open({.url = notes.server.AdminUrl(), .pool_size = 1})),
        transaction_(*database_->Begin(NotesFixture::Soon())) {
    constexpr Statement kLock{"test_lock_outbox", "LOCK TABLE outbox IN EXCLUSIVE MODE"};
    REQUIRE(transaction_.Run(kLock, {}).ok());
  }
  void Release() { REQUIRE(transaction_.Commit().ok()); }

 private:
  std::unique_ptr<PlatformDatabase> database_;
  Transaction transaction_;
};

TEST_CASE("an access record is durable when Record returns, with all that it says") {
  const NotesFixture notes;
  const auto database = notes.OpenRelay();
  AccessLog log(*database);
  const auto record = RecordOf(notes.alpha);

  REQUIRE(log.Record(record, NotesFixture::Soon()).ok());

  const auto rows = testing::RunSql(notes.server.AdminUrl(), "SELECT * FROM outbox");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].Id("event_id") == record.event_id);
  CHECK(rows[0].Id("tenant_id") == notes.alpha);
  CHECK(rows[0].Time("occurred_at") == record.occurred_at);
  CHECK(rows[0].Text("event_type") == "ACCESS");
  CHECK(rows[0].Text("action") == "READ");
  CHECK(rows[0].Text("endpoint") == record.endpoint);
  CHECK(rows[0].Text("actor_email") == record.context.actor_email);
  CHECK(rows[0].Text("request_id") == record.context.request_id);
  CHECK(rows[0].Text("ip") == record.context.ip);
  CHECK(rows[0].Text("user_agent") == record.context.user_agent);
  CHECK(rows[0].TextArray("resource_ids") ==
        std::vector<std::string>{record.resource_ids[0].ToUuid(), record.resource_ids[1].ToUuid()});
}

TEST_CASE("an access record says what it was for, and why, where the caller said so") {
  const NotesFixture notes;
  const auto database = notes.OpenRelay();
  AccessLog log(*database);
  auto record = RecordOf(notes.alpha);
  record.fields_class = "CLINICAL";
  record.purpose = "ETREAT";
  record.purpose_reason = "Inconsciente, \"sin\" acompañante {1}";

  REQUIRE(log.Record(record, NotesFixture::Soon()).ok());
  REQUIRE(log.Record(RecordOf(notes.beta), NotesFixture::Soon()).ok());

  const auto rows = testing::RunSql(
      notes.server.AdminUrl(),
      "SELECT reason, after_row ->> 'purposeReason' AS why, after_row ->> 'fieldsClass' AS fields"
      " FROM outbox ORDER BY seq");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].Text("reason") == "ETREAT");
  CHECK(rows[0].Text("why") == record.purpose_reason);
  CHECK(rows[1].Text("reason").empty());
  CHECK(rows[0].Text("fields") == "CLINICAL");
  CHECK(rows[1].IsNull("why"));
}

TEST_CASE("records of 64 callers at once are 64 rows in fewer commits") {
  const NotesFixture notes;
  const auto database = notes.OpenRelay();
  metrics::Registry registry;
  AccessLog log(*database, registry.AddHistogram("records", "Records of a commit.", {1, 8, 64}));
  std::atomic<int> written = 0;
  std::vector<std::thread> callers;
  {
    OutboxLock lock(notes);
    for (int i = 0; i < 64; ++i) {
      callers.emplace_back([&, i] {
        if (log.Record(RecordOf(i % 2 ? notes.alpha : notes.beta), NotesFixture::Soon()).ok()) {
          ++written;
        }
      });
    }
    lock.Release();
  }
  for (auto& caller : callers) caller.join();

  CHECK(written == 64);
  const auto counts = testing::RunSql(
      notes.server.AdminUrl(),
      "SELECT count(*) AS records, count(DISTINCT xmin::text) AS commits FROM outbox");
  CHECK(counts[0].Int("records") == 64);
  CHECK(counts[0].Int("commits") < 64);
  CHECK(metrics::ValueOf(registry, "records_count") ==
        static_cast<double>(counts[0].Int("commits")));
  CHECK(metrics::ValueOf(registry, "records_sum") == 64);
}

TEST_CASE("a record that can't be written by the deadline is an error, not an answer") {
  const NotesFixture notes;
  const auto database = notes.OpenRelay();
  AccessLog log(*database);
  OutboxLock lock(notes);
  CHECK(absl::IsDeadlineExceeded(
      log.Record(RecordOf(notes.alpha), absl::Now() + absl::Milliseconds(200))));
  lock.Release();
}

TEST_CASE("an outbox that refuses the record fails the caller, and no other") {
  const NotesFixture notes;
  const auto database = notes.OpenRelay();
  AccessLog log(*database);
  auto wrong = RecordOf(notes.alpha);
  wrong.action = "PEEK";
  absl::Status refused, accepted;
  {
    OutboxLock lock(notes);
    std::thread first(
        [&] { log.Record(RecordOf(notes.beta), NotesFixture::Soon()).IgnoreError(); });
    std::thread second([&] { refused = log.Record(wrong, NotesFixture::Soon()); });
    std::thread third([&] { accepted = log.Record(RecordOf(notes.alpha), NotesFixture::Soon()); });
    lock.Release();
    first.join();
    second.join();
    third.join();
  }
  CHECK(absl::IsUnavailable(refused));
  CHECK(accepted.ok());
  CHECK(notes.CountAll("outbox") == 2);
}

TEST_CASE("a record that does not say which class of fields was seen is refused") {
  const NotesFixture notes;
  const auto database = notes.OpenRelay();
  AccessLog log(*database);
  auto record = RecordOf(notes.alpha);
  record.fields_class.clear();
  CHECK(absl::IsInternal(log.Record(record, absl::Now() + absl::Minutes(1))));
  CHECK(notes.CountAll("outbox") == 0);
}

// How one call's record ended.
struct Recorded {
  AccessRecord record;
  absl::Status status;
};

TEST_CASE("fibers of two loops share commits, a refusal and deadlines strike their own only") {
  const NotesFixture notes;
  const auto database = notes.OpenRelay(/*pool_size=*/2);
  AccessLog log(*database);
  constexpr std::size_t kMany = 60;
  std::vector<Recorded> calls(kMany);
  for (std::size_t i = 0; i < kMany; ++i) {
    calls[i].record = RecordOf(i % 2 ? notes.alpha : notes.beta);
    if (i % 20 == 7) calls[i].record.action = "PEEK";
  }
  const auto is_hasty = [](std::size_t i) { return i % 5 == 0; };
  {
    OutboxLock lock(notes);
    absl::BlockingCounter begun(kMany - kMany / 5), hasty(kMany / 5);
    loop::EventLoop first(kMany / 2), second(kMany / 2);
    const auto of = [&](std::size_t i) -> loop::EventLoop& { return i % 4 < 2 ? first : second; };
    const auto record = [&](std::size_t i, absl::Duration time) {
      calls[i].status = log.Record(calls[i].record, absl::Now() + time);
    };
    for (std::size_t i = 0; i < kMany; ++i) {
      if (is_hasty(i)) continue;
      of(i).Post([&, i] {
        begun.DecrementCount();
        record(i, absl::Minutes(1));
      });
    }
    // The hasty come when others write already, and wait for the lock.
    begun.Wait();
    for (std::size_t i = 0; i < kMany; i += 5) {
      of(i).Post([&, i] {
        record(i, absl::Milliseconds(100));
        hasty.DecrementCount();
      });
    }
    hasty.Wait();
    lock.Release();
  }

  for (std::size_t i = 0; i < kMany; ++i) {
    CAPTURE(i, calls[i].status.ToString());
    const bool refused = calls[i].record.action == "PEEK";
    const auto rows =
        testing::RunSql(notes.server.AdminUrl(), "SELECT tenant_id FROM outbox WHERE event_id = $1",
                        Params().Id(calls[i].record.event_id));
    if (is_hasty(i)) {
      CHECK(absl::IsDeadlineExceeded(calls[i].status));
      CHECK(rows.size() <= 1);
    } else if (refused) {
      CHECK(absl::IsUnavailable(calls[i].status));
      CHECK(rows.empty());
    } else {
      CHECK(calls[i].status.ok());
      REQUIRE(rows.size() == 1);
      CHECK(rows[0].Id("tenant_id") == calls[i].record.context.tenant_id);
    }
  }
}

TEST_CASE("characters that a database's text can't hold do not lose the record") {
  const NotesFixture notes;
  const auto database = notes.OpenRelay();
  AccessLog log(*database);
  auto record = RecordOf(notes.alpha);
  record.context.user_agent = std::string("odd\0agent\xff", 10);
  record.context.actor_email = R"(ñ"{a\b},'@example.com)";
  CHECK(log.Record(record, NotesFixture::Soon()).ok());
  const auto rows = testing::RunSql(notes.server.AdminUrl(), "SELECT * FROM outbox");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].Text("user_agent") == "oddagent\uFFFD");
  CHECK(rows[0].Text("actor_email") == record.context.actor_email);
}

TEST_CASE("a connection that breaks under the writer is replaced, and the record kept once") {
  const NotesFixture notes;
  const auto database = notes.OpenRelay();
  AccessLog log(*database);
  absl::Status outcome;
  OutboxLock lock(notes);
  std::thread caller([&] { outcome = log.Record(RecordOf(notes.alpha), NotesFixture::Soon()); });
  constexpr const char* kEndWaiting =
      "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
      " WHERE datname = current_database() AND usename LIKE '%relay' AND wait_event_type = 'Lock'";
  while (testing::RunSql(notes.server.AdminUrl(), kEndWaiting).empty()) {
  }
  lock.Release();
  caller.join();
  CHECK(outcome.ok());
  CHECK(notes.CountAll("outbox") == 1);
}

}  // namespace
}  // namespace enlace::db
