#include "libs/db/session.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <csignal>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/db/notes_fixture.h"
#include "libs/db/sql_error.h"
#include "libs/testing/sql.h"

namespace enlace::db {
namespace {

constexpr Statement kDivide{"test_divide", "SELECT 1 / $1::int AS quotient"};
constexpr Statement kNonsense{"test_nonsense", "SELECT nonsense FROM notes"};
constexpr Statement kOne{"test_one", "SELECT 1 AS one"};
constexpr Statement kLockNotes{"test_lock_notes", "SELECT id FROM notes FOR UPDATE"};
constexpr Statement kTimeout{
    "test_timeout",
    "SELECT setting::int AS left FROM pg_settings WHERE name = 'statement_timeout'"};
constexpr Statement kSleep{"test_sleep", "SELECT pg_sleep(30)"};

// Who acts, and the limits.
constexpr Statement kSettings{
    "test_settings",
    "SELECT concat(current_setting('app.tenant_id', true), current_setting('app.actor_id', true),"
    " current_setting('app.actor_type', true), current_setting('app.actor_email', true),"
    " current_setting('app.owner_scope', true), current_setting('app.subject', true),"
    " current_setting('app.request_id', true), current_setting('app.ip', true),"
    " current_setting('app.user_agent', true), current_setting('app.workflows', true), '|', "
    "current_setting('statement_timeout'), '|',"
    " current_setting('idle_in_transaction_session_timeout')) AS settings"};
constexpr Statement kName{"test_name", "SELECT current_setting('application_name') AS name"};
// The second row is refused after the first was written.
constexpr Statement kInsertTwice{"test_insert_twice",
                                 "INSERT INTO notes (tenant_id, id, body)"
                                 " SELECT $1::uuid, gen_random_uuid(), 'twice'"
                                 " FROM generate_series(1, 2)"};

// Other processes may keep the machine busy.
constexpr absl::Duration kFarBelowAHang = absl::Seconds(15);

std::unique_ptr<Pool> OnePlace(const NotesFixture& notes) {
  auto pool = Pool::Open({.url = notes.server.RuntimeUrl(), .pool_size = 1});
  REQUIRE(pool.ok());
  return *std::move(pool);
}

// A transaction of alpha on the pool's only connection, which the test can look at.
struct Leased {
  explicit Leased(Pool& pool, const NotesFixture& notes, absl::Time deadline = NotesFixture::Soon())
      : connection(*pool.Acquire(deadline)),
        watched(connection.get()),
        session(pool, std::move(connection), NotesFixture::ContextOf(notes.alpha), deadline) {}
  std::unique_ptr<Connection> connection;
  Connection* watched;
  Session session;
};

TEST_CASE("a transaction of one statement is one round trip, prepared or not") {
  const NotesFixture notes;
  const auto pool = OnePlace(notes);
  for (int i = 1; i <= 3; ++i) {
    Leased leased(*pool, notes);
    REQUIRE(leased.session.RunAndCommit(kOne, {}).ok());
    CHECK(leased.watched->sendings() == i);
  }
}

TEST_CASE("opening and committing cost no round trip more than the statements") {
  const NotesFixture notes;
  const auto pool = OnePlace(notes);
  Leased leased(*pool, notes);
  REQUIRE(leased.session.Run(kOne, {}).ok());
  REQUIRE(leased.session.RunAndCommit(kOne, {}).ok());
  CHECK(leased.watched->sendings() == 2);
}

TEST_CASE("a transaction without statements sends nothing") {
  const NotesFixture notes;
  const auto pool = OnePlace(notes);
  Leased leased(*pool, notes);
  CHECK(leased.session.Commit().ok());
  CHECK(leased.watched->sendings() == 0);
}

TEST_CASE("prepared statements survive errors, and a failed preparation is not remembered") {
  const NotesFixture notes;
  const auto pool = OnePlace(notes);
  std::int64_t pid = 0;
  for (int i = 0; i < 3; ++i) {
    {
      Leased leased(*pool, notes);
      REQUIRE((*leased.session.Run(kDivide, Params().Int(1)))[0].Int("quotient") == 1);
      CHECK(absl::IsInvalidArgument(leased.session.Run(kDivide, Params().Int(0)).status()));
    }
    {
      Leased leased(*pool, notes);
      CHECK(SqlStateOf(leased.session.RunAndCommit(kNonsense, {}).status()) == "42703");
    }
    Leased leased(*pool, notes);
    const auto backend = leased.session.RunAndCommit(kBackend, {});
    REQUIRE(backend.ok());
    if (i > 0) CHECK((*backend)[0].Int("pid") == pid);
    pid = (*backend)[0].Int("pid");
  }
}

// What a bare statement finds set on the pool's only connection.
std::string SettingsOf(Pool& pool) {
  auto connection = *pool.Acquire(NotesFixture::Soon());
  connection->Queue(kSettings, {});
  const auto answer = connection->Exchange(NotesFixture::Soon());
  pool.Release(std::move(connection));
  REQUIRE(answer.status.ok());
  return std::string(answer.rows.back()[0].Text("settings"));
}

TEST_CASE("a transaction of one statement has its context, and leaves nothing of it behind") {
  const NotesFixture notes;
  const auto pool = OnePlace(notes);
  const auto before = SettingsOf(*pool);
  CHECK(before.starts_with("|"));
  {
    Leased leased(*pool, notes);
    const auto during = leased.session.RunAndCommit(kSettings, {});
    REQUIRE(during.ok());
    CHECK((*during)[0].Text("settings").starts_with(notes.alpha.ToUuid()));
  }
  CHECK(SettingsOf(*pool) == before);
  {
    Leased leased(*pool, notes);
    REQUIRE(!leased.session.RunAndCommit(kDivide, Params().Int(0)).ok());
  }
  CHECK(SettingsOf(*pool) == before);
}

std::string NameOf(Pool& pool) {
  auto connection = *pool.Acquire(NotesFixture::Soon());
  connection->Queue(kName, {});
  const auto answer = connection->Exchange(NotesFixture::Soon());
  pool.Release(std::move(connection));
  REQUIRE(answer.status.ok());
  return std::string(answer.rows.back()[0].Text("name"));
}

TEST_CASE("PostgreSQL knows a transaction's trace until it ends") {
  const NotesFixture notes;
  const auto pool = OnePlace(notes);
  const auto before = NameOf(*pool);
  auto context = NotesFixture::ContextOf(notes.alpha);
  context.place.traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const bool alone = GENERATE(true, false);
  {
    Session session(*pool, *pool->Acquire(NotesFixture::Soon()), context, NotesFixture::Soon());
    if (!alone) REQUIRE(session.Run(kOne, {}).ok());
    const auto during = session.RunAndCommit(kName, {});
    REQUIRE(during.ok());
    CHECK((*during)[0].Text("name").ends_with("4bf92f3577b34da6a3ce929d0e0e4736"));
    CHECK((*during)[0].Text("name").starts_with(before));
  }
  CHECK(NameOf(*pool) == before);
  {
    Session session(*pool, *pool->Acquire(NotesFixture::Soon()), context, NotesFixture::Soon());
    REQUIRE(!session.Run(kDivide, Params().Int(0)).ok());
  }
  CHECK(NameOf(*pool) == before);
}

TEST_CASE("a transaction of one statement that fails is rolled back, and its connection goes on") {
  const NotesFixture notes;
  const auto pool = OnePlace(notes);
  const Connection* failed = nullptr;
  {
    Leased leased(*pool, notes);
    failed = leased.watched;
    CHECK(absl::IsAlreadyExists(
        leased.session.RunAndCommit(kInsertTwice, Params().Id(notes.alpha)).status()));
    CHECK(leased.watched->HasEnded());
    CHECK(absl::IsFailedPrecondition(leased.session.RunAndCommit(kOne, {}).status()));
    // Nothing more to take back.
    CHECK(leased.watched->sendings() == 1);
  }
  CHECK(notes.CountAll("notes") == 0);
  CHECK(notes.CountAll("outbox") == 0);
  Leased next(*pool, notes);
  CHECK(next.watched == failed);
  CHECK(next.session.RunAndCommit(kOne, {}).ok());
}

TEST_CASE("after an error every further call is refused until the transaction's end") {
  const NotesFixture notes;
  const auto pool = OnePlace(notes);
  Leased leased(*pool, notes);
  REQUIRE(!leased.session.Run(kDivide, Params().Int(0)).ok());
  CHECK(absl::IsFailedPrecondition(leased.session.Run(kOne, {}).status()));
  CHECK(absl::IsFailedPrecondition(leased.session.Commit()));
}

TEST_CASE("a failed statement takes the whole transaction back, COMMIT or not") {
  const NotesFixture notes;
  const auto pool = OnePlace(notes);
  {
    Leased leased(*pool, notes);
    const auto id = core::Ulid::Generate(absl::Now());
    REQUIRE(leased.session.Run(kInsertNote, Params().Id(notes.alpha).Id(id).Text("x")).ok());
    REQUIRE(!leased.session.RunAndCommit(kDivide, Params().Int(0)).ok());
  }
  CHECK(notes.CountAll("notes") == 0);
  CHECK(notes.CountAll("outbox") == 0);
}

TEST_CASE("text with a NUL is refused, not cut short") {
  const NotesFixture notes;
  const auto pool = OnePlace(notes);
  Leased leased(*pool, notes);
  const auto refused = leased.session.Run(
      kInsertNote,
      Params().Id(notes.alpha).Id(notes.beta).Text(std::string_view("before\0after", 12)));
  CHECK(absl::IsInvalidArgument(refused.status()));
}

TEST_CASE("the time left becomes the statement_timeout") {
  const NotesFixture notes;
  const auto pool = OnePlace(notes);
  const auto start = absl::Now();
  Leased leased(*pool, notes, start + absl::Seconds(7));
  const auto left = absl::Milliseconds((*leased.session.Run(kTimeout, {}))[0].Int("left"));
  CHECK(left <= absl::Seconds(7));
  // What is gone of it went by meanwhile, and less than a millisecond by rounding.
  CHECK(left > absl::Seconds(7) - (absl::Now() - start) - absl::Milliseconds(1));
}

TEST_CASE("a statement that takes too long is ended by the server, and its connection serves on") {
  const NotesFixture notes;
  const auto pool = OnePlace(notes);
  const auto start = absl::Now();
  std::int64_t backend = 0;
  {
    Leased leased(*pool, notes, start + absl::Seconds(2));
    backend = (*leased.session.Run(kBackend, {}))[0].Int("pid");
    CHECK(absl::IsDeadlineExceeded(leased.session.Run(kSleep, {}).status()));
    CHECK(leased.watched->usable());
  }
  CHECK(absl::Now() - start < kFarBelowAHang);
  Leased next(*pool, notes);
  CHECK((*next.session.RunAndCommit(kBackend, {}))[0].Int("pid") == backend);
}

TEST_CASE("who waits for a locked row is answered at the deadline") {
  const NotesFixture notes;
  const auto database = notes.OpenTenants(/*pool_size=*/2);
  NotesFixture::AddNote(*database, notes.alpha, "contended");
  auto holder = database->Begin(NotesFixture::ContextOf(notes.alpha), NotesFixture::Soon());
  REQUIRE(holder->Run(kLockNotes, {}).ok());

  const auto start = absl::Now();
  auto waiter = database->Begin(NotesFixture::ContextOf(notes.alpha), start + absl::Seconds(1));
  CHECK(absl::IsDeadlineExceeded(waiter->Run(kLockNotes, {}).status()));
  CHECK(absl::Now() - start < kFarBelowAHang);
}

TEST_CASE("a server that falls silent costs the deadline and the connection, not a hang") {
  const NotesFixture notes;
  const auto pool = OnePlace(notes);
  const auto start = absl::Now();
  pid_t stopped = 0;
  {
    Leased leased(*pool, notes, start + absl::Seconds(2));
    stopped = static_cast<pid_t>((*leased.session.Run(kBackend, {}))[0].Int("pid"));
    REQUIRE(kill(stopped, SIGSTOP) == 0);
    CHECK(absl::IsDeadlineExceeded(leased.session.Run(kOne, {}).status()));
    CHECK(!leased.watched->usable());
  }
  CHECK(absl::Now() - start < kFarBelowAHang);
  Leased next(*pool, notes);
  CHECK((*next.session.Run(kBackend, {}))[0].Int("pid") != stopped);
  kill(stopped, SIGCONT);
}

// Makes the server do `action` while it commits a note.
void AtCommit(const NotesFixture& notes, const std::string& action) {
  testing::RunSqlScript(
      notes.server.OwnerUrl(),
      {"CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + action +
           "; RETURN NULL; END $$",
       "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON notes DEFERRABLE INITIALLY DEFERRED"
       " FOR EACH ROW EXECUTE FUNCTION at_commit()"});
}

TEST_CASE("a connection that breaks at the COMMIT leaves it in doubt") {
  const NotesFixture notes;
  AtCommit(notes, "PERFORM pg_terminate_backend(pg_backend_pid())");
  const auto database = notes.OpenTenants();
  auto transaction = database->Begin(NotesFixture::ContextOf(notes.alpha), NotesFixture::Soon());
  const auto status =
      transaction->RunAndCommit(kInsertNote, Params().Id(notes.alpha).Id(notes.beta).Text("x"))
          .status();
  CHECK(absl::IsUnavailable(status));
  CHECK(core::DetailsOf(status).reason == core::reason::kCommitInDoubt);
}

TEST_CASE("a COMMIT that the server refuses is not in doubt, and the pool goes on") {
  const bool alone = GENERATE(true, false);
  CAPTURE(alone);
  const NotesFixture notes;
  AtCommit(notes, "RAISE EXCEPTION 'late' USING ERRCODE = 'serialization_failure'");
  const auto database = notes.OpenTenants();
  {
    auto transaction = database->Begin(NotesFixture::ContextOf(notes.alpha), NotesFixture::Soon());
    if (!alone) REQUIRE(transaction->Run(kOne, {}).ok());
    const auto status =
        transaction->RunAndCommit(kInsertNote, Params().Id(notes.alpha).Id(notes.beta).Text("x"))
            .status();
    CHECK(absl::IsAborted(status));
    CHECK(core::DetailsOf(status).reason != core::reason::kCommitInDoubt);
  }
  CHECK(notes.CountAll("notes") == 0);
  auto next = database->Begin(NotesFixture::ContextOf(notes.alpha), NotesFixture::Soon());
  REQUIRE(next.ok());
  CHECK(next->RunAndCommit(kOne, {}).ok());
}

TEST_CASE("a connection that breaks before the COMMIT leaves nothing in doubt") {
  const NotesFixture notes;
  const auto database = notes.OpenTenants();
  constexpr Statement kEndMyself{"test_end_myself",
                                 "SELECT pg_terminate_backend(pg_backend_pid())"};
  auto transaction = database->Begin(NotesFixture::ContextOf(notes.alpha), NotesFixture::Soon());
  const auto status = transaction->RunAndCommit(kEndMyself, {}).status();
  CHECK(absl::IsUnavailable(status));
  CHECK(core::DetailsOf(status).reason == core::reason::kUnavailable);
}

}  // namespace
}  // namespace enlace::db
