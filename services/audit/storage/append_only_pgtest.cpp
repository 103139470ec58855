#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

#include "libs/db/sql_error.h"
#include "libs/testing/catalog_lint.h"
#include "libs/testing/sql.h"
#include "services/audit/testing/audit_database.h"
#include "services/audit/testing/events.h"

namespace enlace::audit::storage {
namespace {

using enlace::testing::RunSql;
using enlace::testing::TrySql;
using testing::ContextOf;
using testing::Later;
using testing::NewId;

constexpr const char* kRefused = "42501";  // insufficient_privilege

TEST_CASE("nobody changes or removes a record: not the service, not the owner, not a superuser") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  REQUIRE(database.events().Store(tenant, {testing::Write(), testing::Access(2)}, Later()).ok());
  const std::string table =
      GENERATE("audit_events", "audit_events_6y", "audit_events_6y_2026_11",
               "audit_events_6y_default", "audit_event_resources", "audit_event_resources_6y",
               "audit_event_resources_6y_2026_11", "audit_event_resources_6y_default");
  const std::string statement = GENERATE_COPY("UPDATE " + table + " SET occurred_at = now()",
                                              "DELETE FROM " + table, "TRUNCATE " + table);
  CAPTURE(statement);

  for (const auto& url : {database.RuntimeUrl(), database.OwnerUrl(), database.AdminUrl(),
                          database.AdminUrl() + " options='-c session_replication_role=replica'"}) {
    CAPTURE(url);
    CHECK(db::SqlStateOf(TrySql(url, statement).status()) == kRefused);
  }
  CHECK(database.events().List(tenant, {}, std::nullopt, 10, Later())->events.size() == 2);
}

TEST_CASE("a conflicting insert can't be turned into a change") {
  auto& database = testing::SharedDatabase();
  const auto statement =
      "INSERT INTO audit_event_resources (tenant_id, resource_id, occurred_at, event_id) VALUES "
      "(gen_random_uuid(), gen_random_uuid(), now(), gen_random_uuid()) "
      "ON CONFLICT (tenant_id, resource_id, occurred_at, event_id, retention_years) "
      "DO UPDATE SET occurred_at = now()";
  CHECK(db::SqlStateOf(TrySql(database.AdminUrl(), statement).status()) == kRefused);
}

TEST_CASE("the service reaches records through the whole table only") {
  auto& database = testing::SharedDatabase();
  const std::string statement = GENERATE(
      "SELECT * FROM audit_events_6y_2026_11", "SELECT * FROM audit_event_resources_6y_default",
      "INSERT INTO audit_events_6y_2026_11 DEFAULT VALUES",
      "INSERT INTO audit_events (retention_years) VALUES (10)",
      "INSERT INTO audit_events (received_at) VALUES (now())",
      "SELECT create_audit_month(6::smallint, '2031-01-01')",
      "SELECT create_audit_class(20::smallint)",
      "SELECT * FROM drop_audit_month(6::smallint, '2010-01-01', false)",
      "SELECT * FROM audit_months()", "SELECT * FROM audit_strays()",
      "SELECT seal_audit_table('audit_events')",
      "ALTER TABLE audit_events DISABLE TRIGGER append_only",
      "ALTER TABLE audit_events DISABLE ROW LEVEL SECURITY", "DROP TABLE audit_events_6y_2026_11");
  CAPTURE(statement);
  CHECK(db::SqlStateOf(TrySql(database.RuntimeUrl(), statement).status()) == kRefused);
}

TEST_CASE("a month that is due goes by dropping its partitions") {
  testing::AuditDatabase database;
  const auto tenant = ContextOf(NewId());
  const auto december = testing::Morning() + absl::Hours(24 * 20);
  REQUIRE(database.events()
              .Store(tenant, {testing::Access(2), testing::Write(december)}, Later())
              .ok());

  RunSql(database.OwnerUrl(), "DROP TABLE audit_events_6y_2026_11");
  RunSql(database.OwnerUrl(), "DROP TABLE audit_event_resources_6y_2026_11");

  const auto page = database.events().List(tenant, {}, std::nullopt, 10, Later());
  REQUIRE(page->events.size() == 1);
  CHECK(page->events[0].occurred_at == december);
}

TEST_CASE("months and retention classes made later are sealed like the first ones") {
  testing::AuditDatabase database;
  const auto owner = database.OwnerUrl();
  RunSql(owner, "SELECT create_audit_month(6::smallint, '2028-01-31')");
  // Made again, nothing happens.
  RunSql(owner, "SELECT create_audit_month(6::smallint, '2028-01-01')");
  RunSql(owner, "SELECT create_audit_class(20::smallint)");
  RunSql(owner, "SELECT create_audit_month(20::smallint, '2028-01-01')");

  CHECK(enlace::testing::LintCatalog(database.AdminUrl(), "enlace_audit_runtime").empty());
  for (const std::string table : {"audit_events_6y_2028_01", "audit_event_resources_20y",
                                  "audit_events_20y_2028_01", "audit_events_20y_default"}) {
    CHECK(db::SqlStateOf(TrySql(owner, "DELETE FROM " + table).status()) == kRefused);
  }
  const auto time = absl::FromCivil(absl::CivilDay(2028, 1, 31), absl::UTCTimeZone());
  REQUIRE(database.events().Store(ContextOf(NewId()), {testing::Write(time)}, Later()).value() ==
          1);
  CHECK(RunSql(database.AdminUrl(), "SELECT count(*) AS n FROM audit_events_6y_2028_01")[0].Int(
            "n") == 1);
}

TEST_CASE("a session without a tenant reads nothing and adds nothing") {
  auto& database = testing::SharedDatabase();
  REQUIRE(database.events().Store(ContextOf(NewId()), {testing::Access(2)}, Later()).ok());
  const auto url = database.RuntimeUrl();
  CHECK(RunSql(url, "SELECT event_id FROM audit_events").empty());
  CHECK(RunSql(url, "SELECT event_id FROM audit_event_resources").empty());
  const auto insert =
      "INSERT INTO audit_event_resources (tenant_id, resource_id, occurred_at, event_id) VALUES "
      "(gen_random_uuid(), gen_random_uuid(), now(), gen_random_uuid())";
  CHECK(db::SqlStateOf(TrySql(url, insert).status()) == kRefused);
}

TEST_CASE("a tenant's session can't add a record in another tenant's name") {
  auto& database = testing::SharedDatabase();
  static constexpr db::Statement kForged = {
      "forged",
      "INSERT INTO audit_event_resources (tenant_id, resource_id, occurred_at, event_id) VALUES "
      "($1, gen_random_uuid(), now(), gen_random_uuid())"};
  auto transaction = database.runtime().Begin(ContextOf(NewId()), Later());
  REQUIRE(transaction.ok());
  const auto added = transaction->RunAndCommit(kForged, db::Params().Id(NewId()));
  CHECK(db::SqlStateOf(added.status()) == kRefused);
}

}  // namespace
}  // namespace enlace::audit::storage
