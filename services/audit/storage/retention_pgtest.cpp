#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>
#include <thread>
#include <vector>

#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/db/sql_error.h"
#include "libs/testing/sql.h"
#include "services/audit/storage/retention_repository.h"
#include "services/audit/testing/audit_database.h"
#include "services/audit/testing/events.h"
#include "services/audit/testing/retention.h"

namespace enlace::audit::storage {
namespace {

using enlace::testing::RunSql;
using testing::ChooseInThePast;
using testing::ContextOf;
using testing::Later;
using testing::NewId;

constexpr const char* kRefused = "42501";  // insufficient_privilege
constexpr const char* kCheck = "23514";

absl::Time Day(int month, int day) {
  return absl::FromCivil(absl::CivilDay(2026, month, day), absl::UTCTimeZone());
}

std::int64_t ClassOf(testing::AuditDatabase& database, const AuditEvent& event) {
  return RunSql(database.AdminUrl(), "SELECT retention_years FROM audit_events WHERE event_id = $1",
                db::Params().Id(event.id))[0]
      .Int("retention_years");
}

std::string SqlStateAsTenant(testing::AuditDatabase& database, const core::Ulid& tenant,
                             const std::string& sql) {
  // A connection of its own: statements of one name are one statement.
  const auto runtime = db::TenantDatabase::Open({.url = database.RuntimeUrl(), .pool_size = 1});
  REQUIRE(runtime.ok());
  const db::Statement statement{"of_the_test", sql.c_str()};
  auto transaction = (*runtime)->Begin(ContextOf(tenant), Later());
  REQUIRE(transaction.ok());
  return db::SqlStateOf(transaction->RunAndCommit(statement, db::Params().Id(tenant)).status());
}

struct Fixture {
  explicit Fixture(testing::AuditDatabase& of) : database(of) {}
  testing::AuditDatabase& database;
  PgRetentionRepository repository{database.runtime(), database.pg_events()};
  core::Ulid tenant = NewId();
  db::TenantContext context = ContextOf(tenant);

  absl::StatusOr<Retention> Choose(int years) { return repository.Choose(context, years, Later()); }
  std::vector<AuditEvent> Events() {
    return database.events()
        .List(context, {.resource_type = "AuditRetention"}, std::nullopt, 10, Later())
        ->events;
  }
};

TEST_CASE("an event is kept in the class of its tenant at its time") {
  auto& database = testing::SharedDatabase();
  const auto tenant = NewId();
  ChooseInThePast(database, tenant, Day(11, 22), 10);
  ChooseInThePast(database, tenant, Day(12, 5), 30);
  struct Case {
    absl::Time time;
    std::int64_t years;
  };
  for (const auto& c : {Case{Day(11, 22) - absl::Microseconds(1), 6}, Case{Day(11, 22), 10},
                        Case{Day(12, 4), 10}, Case{Day(12, 5), 30}, Case{Day(12, 31), 30}}) {
    CAPTURE(absl::FormatTime(c.time));
    const auto event = testing::Access(2, c.time);
    REQUIRE(database.events().Store(ContextOf(tenant), {event}, Later()).value() == 1);
    CHECK(ClassOf(database, event) == c.years);
    const auto resources =
        RunSql(database.AdminUrl(),
               "SELECT retention_years FROM audit_event_resources WHERE event_id = $1",
               db::Params().Id(event.id));
    REQUIRE(resources.size() == 2);
    CHECK(resources[0].Int("retention_years") == c.years);
  }
  const auto other = testing::Write(Day(12, 5));
  REQUIRE(database.events().Store(ContextOf(NewId()), {other}, Later()).value() == 1);
  CHECK(ClassOf(database, other) == 6);
}

TEST_CASE("an event that comes again around a change of class is kept once") {
  Fixture f(testing::SharedDatabase());
  ChooseInThePast(f.database, f.tenant, Day(11, 22), 10);
  const std::vector<AuditEvent> batch = {testing::Write(Day(11, 22) - absl::Microseconds(1)),
                                         testing::Access(2, Day(11, 22)),
                                         testing::Write(absl::Now())};
  CHECK(f.database.events().Store(f.context, batch, Later()).value() == 3);
  REQUIRE(f.Choose(30).ok());
  CHECK(f.database.events().Store(f.context, batch, Later()).value() == 0);
}

TEST_CASE("the class is not the service's to choose") {
  auto& database = testing::SharedDatabase();
  // Of no class at all there is no partition.
  const auto [years, refusal] = GENERATE(table<std::string, std::string>(
      {{"10", std::string(kRefused)}, {"30", std::string(kRefused)}, {"NULL", "23514"}}));
  CAPTURE(years);
  const auto state = SqlStateAsTenant(
      database, NewId(),
      "INSERT INTO audit_event_resources (tenant_id, resource_id, occurred_at, event_id, "
      "retention_years) VALUES ($1, gen_random_uuid(), now(), gen_random_uuid(), " +
          years + ")");
  CHECK(state == refusal);
}

TEST_CASE("a choice takes effect on a later day, and only lengthens") {
  Fixture f(testing::SharedDatabase());
  const auto none = f.repository.Get(f.context, Later());
  REQUIRE(none.ok());
  CHECK(none->years == 6);
  CHECK_FALSE(none->effective_from);

  const auto ten = f.Choose(10);
  REQUIRE(ten.ok());
  CHECK(ten->years == 6);
  REQUIRE(ten->next);
  CHECK(ten->next->years == 10);
  CHECK(ten->next->effective_from > absl::Now() + absl::Minutes(59));
  CHECK(core::DetailsOf(f.Choose(6).status()).reason == core::reason::kRetentionShorter);
  REQUIRE(f.Choose(10).ok());

  const auto fifteen = f.Choose(15);
  REQUIRE(fifteen.ok());
  CHECK(fifteen->next->years == 15);
  CHECK(fifteen->next->effective_from > ten->next->effective_from);
  CHECK(f.repository.Get(f.context, Later())->next->years == 15);
}

TEST_CASE("each choice leaves an event, and none without it") {
  testing::AuditDatabase database;
  Fixture f(database);
  REQUIRE(f.Choose(10).ok());
  REQUIRE(f.Choose(10).ok());
  REQUIRE(f.Choose(30).ok());
  const auto events = f.Events();
  REQUIRE(events.size() == 2);
  CHECK(events[0].resource_version == 2);
  CHECK(events[1].resource_version == 1);
  CHECK(events[1].resource_ids == std::vector{f.tenant});
  CHECK(events[0].before_json == events[1].after_json);

  RunSql(database.AdminUrl(),
         "REVOKE INSERT (tenant_id) ON audit_events FROM enlace_audit_runtime");
  const Fixture another(database);
  CHECK_FALSE(f.repository.Choose(another.context, 10, Later()).ok());
  CHECK_FALSE(f.repository.Get(another.context, Later())->next);
}

TEST_CASE("of choices at once each follows the one before") {
  Fixture f(testing::SharedDatabase());
  std::atomic<int> failed = 0;
  std::vector<std::thread> people;
  for (int i = 0; i < 12; ++i) {
    people.emplace_back([&, i] {
      const auto chosen = f.Choose(kRetentionYears[static_cast<std::size_t>(i) % 4]);
      if (!chosen.ok() &&
          core::DetailsOf(chosen.status()).reason != core::reason::kRetentionShorter) {
        ++failed;
      }
    });
  }
  for (auto& one : people) one.join();
  CHECK(failed == 0);

  const auto rows =
      RunSql(f.database.AdminUrl(),
             "SELECT years FROM audit_retention WHERE tenant_id = $1 ORDER BY effective_from",
             db::Params().Id(f.tenant));
  REQUIRE_FALSE(rows.empty());
  for (int i = 1; i < rows.size(); ++i) CHECK(rows[i - 1].Int("years") < rows[i].Int("years"));
  CHECK(rows[rows.size() - 1].Int("years") == 30);
  CHECK(f.Events().size() == static_cast<std::size_t>(rows.size()));
}

TEST_CASE("the table itself refuses what would change the class of a stored event") {
  struct Case {
    std::string sql;
    const char* state;
  };
  const auto c = GENERATE(
      Case{"INSERT INTO audit_retention VALUES ($1, date_trunc('day', now(), 'UTC'), 10)", kCheck},
      Case{"INSERT INTO audit_retention VALUES ($1, now() + interval '3 days', 10)", kCheck},
      Case{"INSERT INTO audit_retention "
           "VALUES ($1, date_trunc('day', now(), 'UTC') + interval '9 days', 6)",
           kCheck},
      Case{"INSERT INTO audit_retention "
           "VALUES ($1, date_trunc('day', now(), 'UTC') + interval '9 days', 12)",
           kCheck},
      Case{"INSERT INTO audit_retention "
           "SELECT gen_random_uuid(), date_trunc('day', now(), 'UTC') + interval '9 days', 10 "
           "WHERE $1::uuid IS NOT NULL",
           kRefused},
      Case{"UPDATE audit_retention SET years = 6 WHERE tenant_id = $1", kRefused},
      Case{"DELETE FROM audit_retention WHERE tenant_id = $1", kRefused});
  CAPTURE(c.sql);
  CHECK(SqlStateAsTenant(testing::SharedDatabase(), NewId(), c.sql) == c.state);
}

TEST_CASE("a tenant sees its own choices alone") {
  Fixture f(testing::SharedDatabase());
  REQUIRE(f.Choose(10).ok());
  const auto seen = f.repository.Get(ContextOf(NewId()), Later());
  REQUIRE(seen.ok());
  CHECK_FALSE(seen->next);
}

}  // namespace
}  // namespace enlace::audit::storage
