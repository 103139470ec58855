#include "libs/db/sql_error.h"

#include <catch2/catch_test_macros.hpp>
#include <thread>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/db/notes_fixture.h"
#include "libs/testing/sql.h"

namespace enlace::db {
namespace {

// Stands in every value that a statement below carries; must never come back in an error.
constexpr std::string_view kCanary = "canary-7319";

struct Refusal {
  const char* name;
  std::string sql;
  absl::StatusCode code;
  std::string state;
  std::string constraint;
};

// $1: the tenant, $2: a fresh id.
const Refusal kRefusals[] = {
    {"unique", "INSERT INTO notes (tenant_id, id, body) VALUES ($1, $2, 'canary-7319')",
     absl::StatusCode::kAlreadyExists, "23505", "notes_body_once"},
    {"exclusion",
     "INSERT INTO notes (tenant_id, id, body, slot) VALUES ($1, $2, 'canary-7319 too',"
     " '[2026-01-01 10:30+00, 2026-01-01 11:30+00)')",
     absl::StatusCode::kAlreadyExists, "23P01", "notes_slot"},
    {"foreign key of a missing row",
     "INSERT INTO notes (tenant_id, id, body, follows) VALUES ($1, $2, 'canary-7319 too',"
     " '018f0c6a-0000-7000-8000-000000007319')",
     absl::StatusCode::kFailedPrecondition, "23503", "notes_follow"},
    {"check",
     "INSERT INTO notes (tenant_id, id, body, rank) VALUES ($1, $2, 'canary-7319 too', -7)",
     absl::StatusCode::kInvalidArgument, "23514", "notes_rank"},
    {"not null", "INSERT INTO notes (tenant_id, id, secret) VALUES ($1, $2, 'canary-7319')",
     absl::StatusCode::kInvalidArgument, "23502", ""},
    {"malformed value", "SELECT $1::uuid, $2::uuid, ('canary-7319' || random())::int",
     absl::StatusCode::kInvalidArgument, "22P02", ""},
    {"too long for an index",
     "INSERT INTO notes (tenant_id, id, body)"
     " SELECT $1, $2, string_agg(md5(i::text), 'canary-7319') FROM generate_series(1, 300) AS i",
     absl::StatusCode::kInvalidArgument, "54000", ""},
    {"raised by a function", "SELECT $1::uuid, $2::uuid, raise_canary()",
     absl::StatusCode::kInternal, "P0001", ""},
    {"row-level security",
     "INSERT INTO notes (tenant_id, id, body) VALUES ($2, $1, 'canary-7319 too')",
     absl::StatusCode::kInternal, "42501", ""},
    {"syntax", "SELEC $1, $2", absl::StatusCode::kInternal, "42601", ""},
};

TEST_CASE("a refusal becomes a status by its SQLSTATE, and quotes no value and no SQL") {
  const NotesFixture notes;
  testing::RunSql(notes.server.OwnerUrl(),
                  "CREATE FUNCTION raise_canary() RETURNS int LANGUAGE plpgsql AS"
                  " $$ BEGIN RAISE EXCEPTION 'canary-7319'; END $$");
  const auto database = notes.OpenTenants();
  NotesFixture::AddNote(*database, notes.alpha, std::string(kCanary));
  testing::RunSql(notes.server.AdminUrl(),
                  "UPDATE notes SET slot = '[2026-01-01 10:00+00, 2026-01-01 11:00+00)',"
                  " id = id FROM set_config('app.actor_id', 'test', true)");

  for (const auto& refusal : kRefusals) {
    CAPTURE(refusal.name);
    const Statement statement{"test_refused", refusal.sql.c_str()};
    // Of one name, so each on a connection of its own.
    const auto fresh = notes.OpenTenants();
    auto transaction = fresh->Begin(NotesFixture::ContextOf(notes.alpha), NotesFixture::Soon());
    const auto status =
        transaction->Run(statement, Params().Id(notes.alpha).Id(core::Ulid::Generate(absl::Now())))
            .status();
    CHECK(status.code() == refusal.code);
    CHECK(SqlStateOf(status) == refusal.state);
    CHECK(ConstraintOf(status) == refusal.constraint);
    CHECK(std::string(status.message()).find("SELEC") == std::string::npos);
    CHECK(status.ToString().find("7319") == std::string::npos);
    CHECK(core::DetailsOf(status).internal.find("7319") == std::string::npos);
  }
}

TEST_CASE("a deadlock is ABORTED for one of the two, who may repeat") {
  const NotesFixture notes;
  const auto database = notes.OpenTenants(/*pool_size=*/2);
  const auto first = NotesFixture::AddNote(*database, notes.alpha, "first");
  const auto second = NotesFixture::AddNote(*database, notes.alpha, "second");
  constexpr Statement kLock{"test_lock_one", "SELECT id FROM notes WHERE id = $1 FOR UPDATE"};
  const auto context = NotesFixture::ContextOf(notes.alpha);
  auto one = database->Begin(context, NotesFixture::Soon());
  auto two = database->Begin(context, NotesFixture::Soon());
  REQUIRE(one->Run(kLock, Params().Id(first)).ok());
  REQUIRE(two->Run(kLock, Params().Id(second)).ok());

  absl::Status crossed;
  std::thread other([&] { crossed = one->Run(kLock, Params().Id(second)).status(); });
  const absl::Status back = two->Run(kLock, Params().Id(first)).status();
  // The loser's locks go with its transaction; the other one goes on.
  if (!back.ok()) two = absl::CancelledError("rolled back");
  other.join();

  CHECK(crossed.ok() != back.ok());
  const auto& loser = crossed.ok() ? back : crossed;
  CHECK(absl::IsAborted(loser));
  CHECK(SqlStateOf(loser) == "40P01");
}

TEST_CASE("other statuses have neither constraint nor SQLSTATE") {
  CHECK(ConstraintOf(absl::OkStatus()).empty());
  CHECK(SqlStateOf(absl::NotFoundError("x")).empty());
}

}  // namespace
}  // namespace enlace::db
