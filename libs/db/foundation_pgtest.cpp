// What migrations/foundation.sql promises: versions, audit events and who may touch the outbox.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/db/notes_fixture.h"
#include "libs/db/sql_error.h"
#include "libs/testing/sql.h"

namespace enlace::db {
namespace {

constexpr const char* kInsufficientPrivilege = "42501";

void Change(TenantDatabase& database, const core::Ulid& tenant, const Statement& statement) {
  auto transaction = database.Begin(NotesFixture::ContextOf(tenant), NotesFixture::Soon());
  REQUIRE(transaction.ok());
  REQUIRE(transaction->RunAndCommit(statement, Params().Id(tenant)).ok());
}

TEST_CASE("each change of a row is one event with its action, version, before and after") {
  const NotesFixture notes;
  const auto database = notes.OpenTenants();
  NotesFixture::AddNote(*database, notes.alpha, "first");
  Change(*database, notes.alpha,
         {"test_update", "UPDATE notes SET body = 'second', secret = 's' WHERE tenant_id = $1"});
  Change(*database, notes.alpha,
         {"test_delete", "UPDATE notes SET deleted_at = now(), version = 9 WHERE tenant_id = $1"});
  Change(*database, notes.alpha,
         {"test_restore", "UPDATE notes SET deleted_at = NULL WHERE tenant_id = $1"});

  const auto events = testing::RunSql(
      notes.server.AdminUrl(),
      "SELECT action, resource_version, coalesce(before_row ->> 'body', '') AS old_body,"
      " after_row ->> 'body' AS new_body, (before_row ? 'secret') OR (after_row ? 'secret')"
      " AS leaked FROM outbox ORDER BY seq");
  REQUIRE(events.size() == 4);
  const char* const actions[] = {"CREATE", "UPDATE", "DELETE", "RESTORE"};
  for (int i = 0; i < 4; ++i) {
    CHECK(events[i].Text("action") == actions[i]);
    CHECK(events[i].Int("resource_version") == i + 1);
    if (i > 0) CHECK(!events[i].Bool("leaked"));
  }
  CHECK(events[0].Text("old_body").empty());
  CHECK(events[1].Text("old_body") == "first");
  CHECK(events[1].Text("new_body") == "second");
}

TEST_CASE("no audit, no operation: a write without an actor is refused") {
  const NotesFixture notes;
  const auto database = notes.OpenTenants();
  auto context = NotesFixture::ContextOf(notes.alpha);
  context.actor_id = "";
  auto transaction = database->Begin(context, NotesFixture::Soon());
  const auto written =
      transaction->RunAndCommit(kInsertNote, Params().Id(notes.alpha).Id(notes.beta).Text("x"));
  CHECK(SqlStateOf(written.status()) == kInsufficientPrivilege);
  CHECK(notes.CountAll("notes") == 0);
}

TEST_CASE("neither role gets more of the outbox than its part") {
  const NotesFixture notes;
  const auto database = notes.OpenTenants();
  NotesFixture::AddNote(*database, notes.alpha, "kept");
  const std::string columns =
      "INSERT INTO outbox (tenant_id, event_id, occurred_at, event_type, action, resource_type,"
      " resource_ids, actor_type, actor_id, actor_email, request_id, ip, user_agent)"
      " VALUES (gen_random_uuid(), gen_random_uuid(), now(), 'WRITE', 'CREATE', 'Note', '{}',"
      " '', '', '', '', '', '')";
  const auto refused = [](const std::string& url, const std::string& sql) {
    return SqlStateOf(testing::TrySql(url, sql).status()) == kInsufficientPrivilege;
  };
  CHECK(refused(notes.server.RuntimeUrl(), "SELECT * FROM outbox"));
  CHECK(refused(notes.server.RuntimeUrl(), "DELETE FROM outbox"));
  CHECK(refused(notes.server.RuntimeUrl(), columns));
  CHECK(refused(notes.server.RelayUrl(), columns));
  CHECK(refused(notes.server.RelayUrl(), "UPDATE outbox SET actor_id = 'other'"));
  CHECK(refused(notes.server.RelayUrl(), "SELECT * FROM notes"));
  CHECK(refused(notes.server.RelayUrl(), "TRUNCATE outbox"));
  CHECK(notes.CountAll("outbox") == 1);
}

TEST_CASE("the database's own ids are ULIDs of this moment") {
  const NotesFixture notes;
  const auto ids = testing::RunSql(notes.server.AdminUrl(),
                                   "SELECT new_ulid() AS id FROM generate_series(1, 100)");
  for (int i = 0; i < ids.size(); ++i) {
    CHECK(absl::AbsDuration(absl::Now() - ids[i].Id("id").Timestamp()) < absl::Minutes(5));
    if (i > 0) CHECK(ids[i].Id("id") != ids[i - 1].Id("id"));
  }
}

}  // namespace
}  // namespace enlace::db
