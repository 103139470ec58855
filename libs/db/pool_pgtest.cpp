#include "libs/db/pool.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <optional>
#include <string>
#include <thread>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/db/notes_fixture.h"
#include "libs/db/pool_metrics.h"
#include "libs/metrics/value_fixture.h"
#include "libs/testing/sql.h"

namespace enlace::db {
namespace {

constexpr absl::Duration kShort = absl::Milliseconds(200);
// Other processes may keep the machine busy.
constexpr absl::Duration kFarBelowAHang = absl::Seconds(15);

TEST_CASE("an exhausted pool answers BUSY within the acquire timeout") {
  const NotesFixture notes;
  auto database = TenantDatabase::Open(
      {.url = notes.server.RuntimeUrl(), .pool_size = 1, .acquire_timeout = kShort});
  const auto holder =
      (*database)->Begin(NotesFixture::ContextOf(notes.alpha), NotesFixture::Soon());
  REQUIRE(holder.ok());

  const auto start = absl::Now();
  const auto refused =
      (*database)->Begin(NotesFixture::ContextOf(notes.beta), NotesFixture::Soon());

  CHECK(absl::IsResourceExhausted(refused.status()));
  CHECK(core::DetailsOf(refused.status()).reason == core::reason::kBusy);
  CHECK(core::DetailsOf(refused.status()).retry_after.has_value());
  CHECK(absl::Now() - start >= kShort);
  CHECK(absl::Now() - start < kFarBelowAHang);
}

TEST_CASE("an exhausted pool answers before the deadline of the call") {
  const NotesFixture notes;
  auto database = TenantDatabase::Open(
      {.url = notes.server.RuntimeUrl(), .pool_size = 1, .acquire_timeout = absl::Minutes(5)});
  const auto holder =
      (*database)->Begin(NotesFixture::ContextOf(notes.alpha), NotesFixture::Soon());
  const auto start = absl::Now();
  CHECK(absl::IsResourceExhausted(
      (*database)->Begin(NotesFixture::ContextOf(notes.beta), start + kShort).status()));
  CHECK(absl::Now() - start < kFarBelowAHang);
}

TEST_CASE("who waits gets the connection that comes back") {
  const NotesFixture notes;
  auto pool = Pool::Open({.url = notes.server.RuntimeUrl(), .pool_size = 1});
  auto held = (*pool)->Acquire(NotesFixture::Soon());
  REQUIRE(held.ok());
  Connection* const only = held->get();
  Connection* received = nullptr;
  std::thread waiter([&] {
    auto connection = (*pool)->Acquire(NotesFixture::Soon());
    if (!connection.ok()) return;
    received = connection->get();
    (*pool)->Release(*std::move(connection));
  });
  (*pool)->Release(*std::move(held));
  waiter.join();
  CHECK(received == only);
}

TEST_CASE("a pool tells of its connections, and of who waits and has waited in vain") {
  const NotesFixture notes;
  const auto database = *PlatformDatabase::Open(
      {.url = notes.server.RelayUrl(), .pool_size = 1, .acquire_timeout = absl::Minutes(5)});
  metrics::Registry registry;
  const auto asked = AskPool(registry, *database, "relay");
  const auto value = [&](const std::string& name) {
    return metrics::ValueOf(registry, "enlace_db_pool_" + name + R"({pool="relay"})");
  };
  CHECK(value("size") == 1);
  CHECK(value("open") == 1);
  CHECK(value("busy") == 0);

  std::optional<Transaction> held = *database->Begin(NotesFixture::Soon());
  CHECK(value("busy") == 1);
  CHECK_FALSE(database->Begin(absl::Now() + kShort).ok());
  CHECK(value("timeouts_total") == 1);

  std::atomic<bool> served = false;
  std::thread waiter([&] { served = database->Begin(NotesFixture::Soon()).ok(); });
  while (value("waiting") != 1) std::this_thread::yield();
  held.reset();
  waiter.join();
  CHECK(served);
  CHECK(value("waiting") == 0);
  CHECK(value("busy") == 0);
  CHECK(value("timeouts_total") == 1);
}

TEST_CASE("200 callers share two connections, and none is left without an answer") {
  const NotesFixture notes;
  const auto database = notes.OpenTenants(/*pool_size=*/2);
  std::atomic<int> answered = 0, wrong = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 200; ++i) {
    callers.emplace_back([&, i] {
      const auto& tenant = i % 2 ? notes.alpha : notes.beta;
      auto transaction =
          database->Begin(NotesFixture::ContextOf(tenant), absl::Now() + absl::Seconds(30));
      if (transaction.ok()) {
        const auto id = core::Ulid::Generate(absl::Now());
        const auto rows = transaction->RunAndCommit(
            kInsertNote, Params().Id(tenant).Id(id).Text(std::to_string(i)));
        if (!rows.ok() || rows->affected() != 1) ++wrong;
      } else if (!absl::IsResourceExhausted(transaction.status())) {
        ++wrong;
      }
      ++answered;
    });
  }
  for (auto& caller : callers) caller.join();
  CHECK(answered == 200);
  CHECK(wrong == 0);
  CHECK(testing::RunSql(notes.server.AdminUrl(),
                        "SELECT count(*) AS count FROM pg_stat_activity"
                        " WHERE datname = current_database() AND usename LIKE '%runtime'")[0]
            .Int("count") <= 2);
}

TEST_CASE("a connection that the server closed while it lay idle is replaced") {
  const NotesFixture notes;
  const auto database = notes.OpenTenants();
  NotesFixture::AddNote(*database, notes.alpha, "before");
  testing::RunSql(notes.server.AdminUrl(),
                  "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                  " WHERE datname = current_database() AND usename LIKE '%runtime'");
  NotesFixture::AddNote(*database, notes.alpha, "after");
  CHECK(notes.CountAll("notes") == 2);
}

TEST_CASE("a place is not lost when a connection can't be opened") {
  const NotesFixture notes;
  const auto database = notes.OpenTenants();
  const std::string limit = "ALTER DATABASE " + notes.server.name() + " ALLOW_CONNECTIONS ";
  testing::RunSql(notes.server.AdminUrl() + " dbname=postgres", limit + "false");
  testing::RunSql(notes.server.AdminUrl() + " dbname=postgres",
                  "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1",
                  Params().Text(notes.server.name()));
  for (int i = 0; i < 3; ++i) {
    CHECK(absl::IsUnavailable(
        database->Begin(NotesFixture::ContextOf(notes.alpha), NotesFixture::Soon()).status()));
  }
  CHECK(absl::IsUnavailable(database->Ping()));
  testing::RunSql(notes.server.AdminUrl() + " dbname=postgres", limit + "true");
  CHECK(database->Ping().ok());
  NotesFixture::AddNote(*database, notes.alpha, "back again");
}

TEST_CASE("a database that can't be reached is UNAVAILABLE at once") {
  const auto database = TenantDatabase::Open({.url = "host=/nonexistent dbname=none user=nobody"});
  CHECK(absl::IsUnavailable(database.status()));
  CHECK(database.status().message() == "The database is not available; repeat after a moment.");
}

}  // namespace
}  // namespace enlace::db
