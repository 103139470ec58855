#include "libs/db/write_intent.h"

#include <catch2/catch_test_macros.hpp>
#include <thread>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/db/expired_answers.h"
#include "libs/db/kept_answers.h"
#include "libs/db/notes_fixture.h"
#include "libs/db/sql_error.h"
#include "libs/testing/sql.h"

namespace enlace::db {
namespace {

// An answer may hold any byte.
const std::string kAnswer{"an\0swer\xff", 8};

struct Fixture {
  WriteIntent::Key KeyOf(const std::string& text) const { return {credential, text}; }

  // Writes a note under the intent; the status of the statement that was to commit it.
  absl::Status Write(WriteIntent& intent, const std::string& body,
                     absl::Time deadline = NotesFixture::Soon()) const {
    auto context = NotesFixture::ContextOf(notes.alpha);
    context.intent = &intent;
    auto transaction = database->Begin(context, deadline);
    if (!transaction.ok()) return transaction.status();
    const auto id = core::Ulid::Generate(absl::Now());
    return transaction->RunAndCommit(kInsertNote, Params().Id(notes.alpha).Id(id).Text(body))
        .status();
  }

  absl::Status Keep(WriteIntent& intent) const {
    return answers.Keep(NotesFixture::ContextOf(notes.alpha), intent, kAnswer,
                        NotesFixture::Soon());
  }

  std::optional<std::string> Find(const WriteIntent::Key& key) const {
    const auto found =
        answers.Find(NotesFixture::ContextOf(notes.alpha), key, NotesFixture::Soon());
    REQUIRE(found.ok());
    return *found;
  }

  // Waits until that many transactions wait for another one.
  void AwaitWaiting(int count) const {
    while (testing::RunSql(notes.server.AdminUrl(),
                           "SELECT count(*) AS n FROM pg_locks WHERE NOT granted"
                           " AND locktype = 'transactionid'")[0]
               .Int("n") < count) {
      std::this_thread::yield();
    }
  }

  const NotesFixture notes;
  const core::Ulid credential = core::Ulid::Generate(absl::Now());
  const std::unique_ptr<TenantDatabase> database = notes.OpenTenants(3);
  const KeptAnswers answers{*database, nullptr};
};

TEST_CASE("a write under a key is stored with its answer, and not before") {
  const Fixture fixture;
  WriteIntent intent(fixture.KeyOf("order-1"));
  REQUIRE(fixture.Write(intent, "once").ok());
  CHECK(fixture.notes.CountAll("notes") == 0);
  CHECK_FALSE(fixture.Find(*intent.key()));

  REQUIRE(fixture.Keep(intent).ok());

  CHECK(fixture.notes.CountAll("notes") == 1);
  CHECK(fixture.notes.CountAll("outbox") == 1);
  CHECK(fixture.Find(*intent.key()) == kAnswer);
}

TEST_CASE("what is discarded leaves neither the write nor its key") {
  const Fixture fixture;
  WriteIntent refused(fixture.KeyOf("order-1"));
  REQUIRE(fixture.Write(refused, "once").ok());
  refused.Discard();
  CHECK(fixture.notes.CountAll("notes") == 0);
  CHECK(fixture.notes.CountAll("idempotency_keys") == 0);

  WriteIntent mended(fixture.KeyOf("order-1"));
  CHECK(fixture.Write(mended, "once").ok());
  CHECK(fixture.Keep(mended).ok());
}

TEST_CASE("a repeat runs nothing after its claim") {
  const Fixture fixture;
  WriteIntent first(fixture.KeyOf("order-1"));
  REQUIRE(fixture.Write(first, "once").ok());
  REQUIRE(fixture.Keep(first).ok());

  WriteIntent second(fixture.KeyOf("order-1"));
  CHECK_FALSE(fixture.Write(second, "twice").ok());
  CHECK(second.claim() == WriteIntent::Claim::kTaken);
  CHECK(second.scope() == fixture.notes.alpha);
  CHECK(fixture.notes.CountAll("notes") == 1);
}

TEST_CASE("a repeat waits for the first call, whatever becomes of it") {
  const Fixture fixture;
  WriteIntent first(fixture.KeyOf("order-1"));
  REQUIRE(fixture.Write(first, "first").ok());
  WriteIntent second(fixture.KeyOf("order-1"));
  absl::Status outcome;
  std::thread repeat([&] { outcome = fixture.Write(second, "second"); });
  fixture.AwaitWaiting(1);

  SECTION("answered: the repeat finds the key taken") {
    const auto kept = fixture.Keep(first);
    repeat.join();
    CHECK(kept.ok());
    CHECK_FALSE(outcome.ok());
    CHECK(second.claim() == WriteIntent::Claim::kTaken);
  }
  SECTION("refused: the repeat takes its place") {
    first.Discard();
    repeat.join();
    CHECK(outcome.ok());
    CHECK(fixture.Keep(second).ok());
    CHECK(fixture.notes.CountAll("notes WHERE body = 'second'") == 1);
  }
  CHECK(fixture.notes.CountAll("notes") == 1);
}

TEST_CASE("a repeat that waits in vain is told so before its deadline") {
  const Fixture fixture;
  WriteIntent first(fixture.KeyOf("order-1"));
  REQUIRE(fixture.Write(first, "first").ok());

  WriteIntent second(fixture.KeyOf("order-1"));
  const auto deadline = absl::Now() + absl::Seconds(1);
  const auto outcome = fixture.Write(second, "second", deadline);

  CHECK(absl::IsAlreadyExists(outcome));
  CHECK(second.claim() == WriteIntent::Claim::kRunning);
  CHECK(absl::Now() < deadline);
}

TEST_CASE("a key belongs to one credential of one tenant") {
  const Fixture fixture;
  WriteIntent first(fixture.KeyOf("order-1"));
  REQUIRE(fixture.Write(first, "first").ok());
  REQUIRE(fixture.Keep(first).ok());

  const WriteIntent::Key others{core::Ulid::Generate(absl::Now()), "order-1"};
  CHECK_FALSE(fixture.Find(others));
  WriteIntent of_other_credential(others);
  CHECK(fixture.Write(of_other_credential, "second").ok());

  const auto of_beta = fixture.answers.Find(NotesFixture::ContextOf(fixture.notes.beta),
                                            *first.key(), NotesFixture::Soon());
  REQUIRE(of_beta.ok());
  CHECK_FALSE(of_beta->has_value());
}

TEST_CASE("what a call begins after a write goes on in its transaction") {
  const Fixture fixture;
  WriteIntent intent(fixture.KeyOf("order-1"));
  REQUIRE(fixture.Write(intent, "one").ok());
  auto context = NotesFixture::ContextOf(fixture.notes.alpha);
  context.intent = &intent;
  const auto seen = fixture.database->Read(context, kAllNotes, {}, NotesFixture::Soon());
  REQUIRE(seen.ok());
  CHECK(seen->size() == 1);

  REQUIRE(fixture.Write(intent, "two").ok());
  REQUIRE(fixture.Keep(intent).ok());
  CHECK(fixture.notes.CountAll("notes") == 2);
}

TEST_CASE("a write that is rolled back by what follows it is not called stored") {
  const Fixture fixture;
  WriteIntent intent(fixture.KeyOf("order-1"));
  REQUIRE(fixture.Write(intent, "one").ok());
  CHECK(absl::IsAlreadyExists(fixture.Write(intent, "one")));
  CHECK(intent.lost());
  CHECK(absl::IsInternal(fixture.Keep(intent)));
  CHECK(fixture.notes.CountAll("notes") == 0);
}

TEST_CASE("an answer of a call that wrote nothing is kept alone") {
  const Fixture fixture;
  WriteIntent intent(fixture.KeyOf("order-1"));
  REQUIRE(fixture.Keep(intent).ok());
  CHECK(fixture.Find(*intent.key()) == kAnswer);

  WriteIntent repeat(fixture.KeyOf("order-1"));
  CHECK_FALSE(fixture.Keep(repeat).ok());
  CHECK(repeat.claim() == WriteIntent::Claim::kTaken);
}

TEST_CASE("a write that is only tried gets the verdict of a real one and stores nothing") {
  const Fixture fixture;
  testing::RunSqlScript(fixture.notes.server.OwnerUrl(),
                        {"ALTER TABLE notes ADD CONSTRAINT notes_rank_once UNIQUE (tenant_id, rank)"
                         " DEFERRABLE INITIALLY DEFERRED"});
  WriteIntent good(std::nullopt);
  CHECK(fixture.Write(good, "tried").ok());
  good.Discard();
  CHECK(fixture.notes.CountAll("notes") == 0);
  CHECK(fixture.notes.CountAll("outbox") == 0);
  CHECK(fixture.notes.CountAll("idempotency_keys") == 0);

  NotesFixture::AddNote(*fixture.database, fixture.notes.alpha, "there");
  WriteIntent same_body(std::nullopt);
  CHECK(ConstraintOf(fixture.Write(same_body, "there")) == "notes_body_once");
  // Of a constraint that is looked at by COMMIT only.
  WriteIntent same_rank(std::nullopt);
  CHECK(ConstraintOf(fixture.Write(same_rank, "other")) == "notes_rank_once");
}

TEST_CASE("two transactions of one call at once are refused") {
  const Fixture fixture;
  WriteIntent intent(std::nullopt);
  auto context = NotesFixture::ContextOf(fixture.notes.alpha);
  context.intent = &intent;
  const auto first = fixture.database->Begin(context, NotesFixture::Soon());
  REQUIRE(first.ok());
  CHECK(absl::IsInternal(fixture.database->Begin(context, NotesFixture::Soon()).status()));
}

TEST_CASE("an expired answer is forgotten by the next claim, and by the clean-up") {
  const Fixture fixture;
  const auto relay = fixture.notes.OpenRelay();
  WriteIntent old(fixture.KeyOf("order-1"));
  REQUIRE(fixture.Write(old, "old").ok());
  REQUIRE(fixture.Keep(old).ok());
  CHECK(*DeleteExpiredAnswers(*relay) == 0);
  testing::RunSql(fixture.notes.server.AdminUrl(),
                  "UPDATE idempotency_keys SET expires_at = now() - interval '1 second'");
  CHECK_FALSE(fixture.Find(*old.key()));

  SECTION("the next claim") {
    WriteIntent next(fixture.KeyOf("order-1"));
    CHECK(fixture.Write(next, "new").ok());
    CHECK(fixture.Keep(next).ok());
    CHECK(fixture.notes.CountAll("notes") == 2);
    CHECK(fixture.notes.CountAll("idempotency_keys") == 1);
  }
  SECTION("the clean-up") {
    CHECK(*DeleteExpiredAnswers(*relay) == 1);
    CHECK(fixture.notes.CountAll("idempotency_keys") == 0);
  }
  SECTION("the clean-up of a running service") {
    const ExpiredAnswersCleanup cleanup(*relay, absl::Milliseconds(10));
    while (fixture.notes.CountAll("idempotency_keys") > 0) std::this_thread::yield();
  }
}

TEST_CASE("no role can change, shorten or look into what is kept beyond its duty") {
  const Fixture fixture;
  WriteIntent intent(fixture.KeyOf("order-1"));
  REQUIRE(fixture.Keep(intent).ok());
  const auto& server = fixture.notes.server;
  const std::string as_tenant =
      "SELECT set_config('app.tenant_id', '" + fixture.notes.alpha.ToUuid() + "', true)";
  const auto refused = [&](const std::string& url, const std::string& sql) {
    return !testing::TrySql(url, sql).ok();
  };
  CHECK(refused(server.RelayUrl(), "SELECT answer FROM idempotency_keys"));
  CHECK(refused(server.RelayUrl(), "UPDATE idempotency_keys SET answer = NULL"));
  CHECK(refused(server.RuntimeUrl(), "UPDATE idempotency_keys SET expires_at = now()"));
  REQUIRE(testing::TrySql(server.RelayUrl(), "DELETE FROM idempotency_keys").ok());
  REQUIRE(testing::TrySql(server.RuntimeUrl(), "WITH tenant AS MATERIALIZED (" + as_tenant +
                                                   ") DELETE FROM idempotency_keys USING tenant")
              .ok());
  REQUIRE(testing::TrySql(server.RuntimeUrl(),
                          "WITH tenant AS MATERIALIZED (" + as_tenant +
                              ") UPDATE idempotency_keys SET answer = '' FROM tenant")
              .ok());
  CHECK(fixture.Find(*intent.key()) == kAnswer);
}

}  // namespace
}  // namespace enlace::db
