// One pooled connection: whatever a tenant's transaction did to it, the next tenant, and the next
// session without one, sees nothing of it and can't write into it.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <functional>
#include <stdexcept>

#include "absl/time/clock.h"
#include "libs/db/notes_fixture.h"
#include "libs/db/pool.h"
#include "libs/db/session.h"
#include "libs/db/sql_error.h"
#include "libs/testing/sql.h"

namespace enlace::db {
namespace {

constexpr Statement kSleep{"test_sleep", "SELECT pg_sleep(30)"};
constexpr Statement kTenantSetting{
    "test_tenant_setting", "SELECT coalesce(current_setting('app.tenant_id', true), '') AS tenant"};
constexpr const char* kInsufficientPrivilege = "42501";

struct Ending {
  const char* name;
  std::function<void(const NotesFixture&, TenantDatabase&)> happen;
};

Transaction Begun(const NotesFixture& notes, TenantDatabase& database, absl::Time deadline) {
  auto transaction = database.Begin(NotesFixture::ContextOf(notes.alpha), deadline);
  if (!transaction.ok()) throw std::runtime_error(transaction.status().ToString());
  REQUIRE(transaction->Run(kAllNotes, {})->size() == 1);
  return *std::move(transaction);
}

const Ending kEndings[] = {
    {"commits",
     [](const NotesFixture& notes, TenantDatabase& database) {
       CHECK(Begun(notes, database, NotesFixture::Soon()).Commit().ok());
     }},
    {"aborts", [](const NotesFixture& notes,
                  TenantDatabase& database) { Begun(notes, database, NotesFixture::Soon()); }},
    {"throws",
     [](const NotesFixture& notes, TenantDatabase& database) {
       try {
         const auto transaction = Begun(notes, database, NotesFixture::Soon());
         throw std::runtime_error("in the middle of a transaction");
       } catch (const std::runtime_error&) {
       }
     }},
    {"is refused a statement",
     [](const NotesFixture& notes, TenantDatabase& database) {
       auto transaction = Begun(notes, database, NotesFixture::Soon());
       CHECK(!transaction.Run(kInsertNote, Params().Id(notes.beta).Id(notes.beta).Text("x")).ok());
     }},
    {"times out",
     [](const NotesFixture& notes, TenantDatabase& database) {
       auto transaction = Begun(notes, database, absl::Now() + absl::Seconds(2));
       CHECK(absl::IsDeadlineExceeded(transaction.Run(kSleep, {}).status()));
     }},
    {"is terminated",
     [](const NotesFixture& notes, TenantDatabase& database) {
       auto transaction = Begun(notes, database, NotesFixture::Soon());
       const auto pid = (*transaction.Run(kBackend, {}))[0].Int("pid");
       testing::RunSql(notes.server.AdminUrl(), "SELECT pg_terminate_backend($1, 5000)",
                       Params().Int(pid));
       CHECK(absl::IsUnavailable(transaction.Run(kAllNotes, {}).status()));
     }},
};

TEST_CASE("after one tenant's transaction the connection holds nothing of it for the next") {
  const auto ending = GENERATE(from_range(std::begin(kEndings), std::end(kEndings)));
  CAPTURE(ending.name);
  const NotesFixture notes;
  const auto database = notes.OpenTenants(/*pool_size=*/1);
  NotesFixture::AddNote(*database, notes.alpha, "alpha's");
  ending.happen(notes, *database);

  auto next = database->Begin(NotesFixture::ContextOf(notes.beta), NotesFixture::Soon());
  REQUIRE(next.ok());
  const auto seen = next->Run(kAllNotes, {});
  REQUIRE(seen.ok());
  CHECK(seen->empty());
  const auto foreign =
      next->Run(kInsertNote, Params().Id(notes.alpha).Id(notes.beta).Text("planted"));
  CHECK(SqlStateOf(foreign.status()) == kInsufficientPrivilege);
  CHECK(notes.CountAll("notes") == 1);
}

TEST_CASE("a session without a tenant on a connection that had one sees and writes nothing") {
  const NotesFixture notes;
  const auto tenants = notes.OpenTenants();
  NotesFixture::AddNote(*tenants, notes.alpha, "alpha's");
  auto pool = Pool::Open({.url = notes.server.RuntimeUrl(), .pool_size = 1});
  REQUIRE(pool.ok());
  {
    Session session(**pool, *(*pool)->Acquire(NotesFixture::Soon()),
                    NotesFixture::ContextOf(notes.alpha), NotesFixture::Soon());
    REQUIRE(session.RunAndCommit(kAllNotes, {})->size() == 1);
  }

  Session session(**pool, *(*pool)->Acquire(NotesFixture::Soon()), std::nullopt,
                  NotesFixture::Soon());
  CHECK((*session.Run(kTenantSetting, {}))[0].Text("tenant").empty());
  CHECK(session.Run(kAllNotes, {})->empty());
  CHECK(SqlStateOf(
            session.Run(kInsertNote, Params().Id(notes.alpha).Id(notes.beta).Text("x")).status()) ==
        kInsufficientPrivilege);
}

TEST_CASE("a tenant's transaction can't be had without a tenant") {
  const NotesFixture notes;
  const auto database = notes.OpenTenants();
  CHECK(absl::IsInternal(database->Begin(TenantContext(), NotesFixture::Soon()).status()));
}

}  // namespace
}  // namespace enlace::db
