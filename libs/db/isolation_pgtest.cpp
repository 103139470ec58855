// One pooled connection: whatever a tenant's transaction did to it, the next tenant, and the next
// session without one, sees nothing of it and can't write into it.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <functional>
#include <memory>
#include <optional>
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

// A pool of one connection over a database with a note of alpha's.
struct Shared {
  Shared() {
    const auto tenants = notes.OpenTenants();
    NotesFixture::AddNote(*tenants, notes.alpha, "alpha's");
    auto opened = Pool::Open({.url = notes.server.RuntimeUrl(), .pool_size = 1});
    REQUIRE(opened.ok());
    pool = *std::move(opened);
  }
  std::unique_ptr<Session> Begin(std::optional<core::Ulid> tenant,
                                 absl::Time deadline = NotesFixture::Soon()) const {
    std::optional<TenantContext> context;
    if (tenant) context = NotesFixture::ContextOf(*tenant);
    auto connection = pool->Acquire(deadline);
    REQUIRE(connection.ok());
    return std::make_unique<Session>(*pool, *std::move(connection), std::move(context), deadline);
  }
  // A transaction of alpha's that has seen its note, on the connection of that process.
  std::unique_ptr<Session> BeginAlpha(absl::Time deadline = NotesFixture::Soon()) {
    auto session = Begin(notes.alpha, deadline);
    REQUIRE(session->Run(kAllNotes, {})->size() == 1);
    backend = BackendOf(*session);
    return session;
  }
  static std::int64_t BackendOf(Session& session) {
    return (*session.Run(kBackend, {}))[0].Int("pid");
  }

  const NotesFixture notes;
  std::unique_ptr<Pool> pool;
  std::int64_t backend = 0;
};

struct Ending {
  const char* name;
  // The next one is on the same connection for certain.
  bool leaves_connection;
  std::function<void(Shared&)> happen;
};

const Ending kEndings[] = {
    {"commits", true, [](Shared& shared) { CHECK(shared.BeginAlpha()->Commit().ok()); }},
    {"commits a write with its statement", true,
     [](Shared& shared) {
       const auto session = shared.BeginAlpha();
       const auto more =
           Params().Id(shared.notes.alpha).Id(core::Ulid::Generate(absl::Now())).Text("more");
       CHECK(session->RunAndCommit(kInsertNote, more).ok());
     }},
    {"aborts", true, [](Shared& shared) { shared.BeginAlpha(); }},
    // A roll-back would wait while an exception is on its way.
    {"throws", false,
     [](Shared& shared) {
       try {
         const auto session = shared.BeginAlpha();
         throw std::runtime_error("in the middle of a transaction");
       } catch (const std::runtime_error&) {
       }
     }},
    {"is refused a statement", true,
     [](Shared& shared) {
       const auto beta = shared.notes.beta;
       const auto foreign = Params().Id(beta).Id(beta).Text("x");
       CHECK(!shared.BeginAlpha()->Run(kInsertNote, foreign).ok());
     }},
    {"times out", false,
     [](Shared& shared) {
       const auto session = shared.BeginAlpha(absl::Now() + absl::Seconds(2));
       CHECK(absl::IsDeadlineExceeded(session->Run(kSleep, {}).status()));
     }},
    {"is terminated", false,
     [](Shared& shared) {
       const auto session = shared.BeginAlpha();
       testing::RunSql(shared.notes.server.AdminUrl(), "SELECT pg_terminate_backend($1, 5000)",
                       Params().Int(shared.backend));
       CHECK(absl::IsUnavailable(session->Run(kAllNotes, {}).status()));
     }},
};

// Whoever is next sees nothing of alpha's and can't write into it.
void MustHoldNothing(const Shared& shared, Session& next) {
  const auto before = shared.notes.CountAll("notes");
  const auto seen = next.Run(kAllNotes, {});
  REQUIRE(seen.ok());
  CHECK(seen->empty());
  const auto planted = Params().Id(shared.notes.alpha).Id(shared.notes.beta).Text("planted");
  CHECK(SqlStateOf(next.Run(kInsertNote, planted).status()) == kInsufficientPrivilege);
  CHECK(shared.notes.CountAll("notes") == before);
}

TEST_CASE("after one tenant's transaction the connection holds nothing of it for the next") {
  const auto ending = GENERATE(from_range(std::begin(kEndings), std::end(kEndings)));
  CAPTURE(ending.name);
  Shared shared;
  ending.happen(shared);
  const auto next = shared.Begin(shared.notes.beta);
  if (ending.leaves_connection) CHECK(Shared::BackendOf(*next) == shared.backend);
  MustHoldNothing(shared, *next);
}

TEST_CASE("a session without a tenant on a connection that had one sees and writes nothing") {
  const auto ending = GENERATE(from_range(std::begin(kEndings), std::end(kEndings)));
  CAPTURE(ending.name);
  Shared shared;
  ending.happen(shared);
  const auto nobody = shared.Begin(std::nullopt);
  if (ending.leaves_connection) CHECK(Shared::BackendOf(*nobody) == shared.backend);
  CHECK((*nobody->Run(kTenantSetting, {}))[0].Text("tenant").empty());
  MustHoldNothing(shared, *nobody);
}

TEST_CASE("a tenant's transaction can't be had without a tenant") {
  const NotesFixture notes;
  const auto database = notes.OpenTenants();
  CHECK(absl::IsInternal(database->Begin(TenantContext(), NotesFixture::Soon()).status()));
}

}  // namespace
}  // namespace enlace::db
