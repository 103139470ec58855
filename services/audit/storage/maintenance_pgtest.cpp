#include "services/audit/storage/maintenance.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <memory>
#include <sstream>
#include <string>
#include <thread>

#include "absl/strings/match.h"
#include "libs/testing/catalog_lint.h"
#include "libs/testing/sql.h"
#include "services/audit/testing/audit_database.h"
#include "services/audit/testing/events.h"
#include "services/audit/testing/retention.h"

namespace enlace::audit::storage {
namespace {

using enlace::testing::RunSql;
using testing::Chain;
using testing::ContextOf;
using testing::Later;
using testing::NewId;

absl::Time Day(int year, int month, int day) {
  return absl::FromCivil(absl::CivilDay(year, month, day), absl::UTCTimeZone());
}

// A database whose class of six years has a month of long ago, with two records of alpha and one of
// beta.
struct Fixture {
  Fixture() {
    RunSql(database.OwnerUrl(), "SELECT create_audit_month(6::smallint, '2010-03-01')");
    Store(alpha, {testing::Access(2, Day(2010, 3, 1)), testing::Write(Day(2010, 3, 31))});
    Store(beta, {testing::Write(Day(2010, 3, 15))});
  }

  void Store(const core::Ulid& tenant, std::vector<AuditEvent> events) {
    REQUIRE(database.events().Store(ContextOf(tenant), std::move(events), Later()).ok());
  }
  // Those of an event type, or all.
  std::vector<AuditEvent> Listed(const core::Ulid& tenant,
                                 const std::optional<std::string>& type = std::nullopt) {
    return database.events()
        .List(ContextOf(tenant), {.event_type = type}, std::nullopt, 50, Later())
        ->events;
  }
  bool Well(bool dry_run = false) {
    said.str("");
    const auto well = Maintain(partitions, dry_run, said);
    REQUIRE(well.ok());
    return *well;
  }
  bool Said(const std::string& text) { return absl::StrContains(said.str(), text); }
  std::int64_t Count(const std::string& table) {
    return RunSql(database.AdminUrl(), "SELECT count(*) AS n FROM " + table)[0].Int("n");
  }
  bool Exists(const std::string& table) {
    return RunSql(database.AdminUrl(), "SELECT to_regclass($1) IS NOT NULL AS found",
                  db::Params().Text(table))[0]
        .Bool("found");
  }

  testing::AuditDatabase database;
  std::unique_ptr<db::PlatformDatabase> owner =
      *db::PlatformDatabase::Open({.url = database.OwnerUrl(), .pool_size = 4});
  Partitions partitions{*owner};
  std::ostringstream said;
  core::Ulid alpha = NewId(), beta = NewId();
};

TEST_CASE("months are made ahead of time for each class, once, and sealed") {
  Fixture f;
  const auto missing = f.partitions.Missing(Later());
  REQUIRE(missing.ok());
  REQUIRE_FALSE(missing->empty());
  CHECK(std::count_if(missing->begin(), missing->end(), [&](const ClassMonth& month) {
          return month.month == missing->back().month;
        }) == 4);

  f.Well();
  CHECK(f.Said("made " + missing->back().month + " of 30 years"));
  CHECK(f.partitions.Missing(Later())->empty());
  CHECK(enlace::testing::LintCatalog(f.database.AdminUrl(), "enlace_audit_runtime").empty());
  f.Well();
  CHECK_FALSE(f.Said("made"));
}

TEST_CASE("two runs at once make every month, and drop one once") {
  Fixture f;
  Chain(f.database, f.alpha, 2);
  Chain(f.database, f.beta, 1);
  std::ostringstream first, second;
  absl::StatusOr<bool> others;
  std::thread other([&] { others = Maintain(f.partitions, false, second); });
  const auto own = Maintain(f.partitions, false, first);
  other.join();
  CHECK(own.value());
  CHECK(others.value());

  CHECK(f.partitions.Missing(Later())->empty());
  CHECK(absl::StrContains(first.str(), "dropped") != absl::StrContains(second.str(), "dropped"));
  CHECK(f.Listed(f.alpha, "RETENTION").size() == 1);
}

TEST_CASE("a month that is due goes, and its tenants' chains say what went") {
  Fixture f;
  Chain(f.database, f.alpha, 2);
  Chain(f.database, f.beta, 1);

  CHECK(f.Well());

  CHECK(f.Said("dropped 2010-03 of 6 years: 3 records of 2 tenants\n"));
  CHECK_FALSE(f.Exists("audit_events_6y_2010_03"));
  CHECK_FALSE(f.Exists("audit_event_resources_6y_2010_03"));
  for (const auto& [tenant, count] : {std::pair{f.alpha, 2}, std::pair{f.beta, 1}}) {
    const auto left = f.Listed(tenant);
    REQUIRE(left.size() == 1);
    CHECK(left[0].event_type == "RETENTION");
    CHECK(left[0].action == "DELETE");
    CHECK(left[0].resource_type == "AuditEvent");
    CHECK(left[0].resource_ids.empty());
    CHECK(left[0].reason == "YEARS_6_MONTH_2010_03");
    CHECK(left[0].calls == count);
    CHECK(left[0].actor.type == "SERVICE");
    CHECK(left[0].actor.id == "enlace-audit");
    CHECK(left[0].actor.email.empty());
    CHECK(left[0].success);
    // Within a minute of now: the id is made of the time as well.
    CHECK(left[0].occurred_at > absl::Now() - absl::Minutes(1));
    CHECK(absl::AbsDuration(left[0].id.Timestamp() - left[0].occurred_at) <= absl::Milliseconds(1));
    CHECK(RunSql(f.database.AdminUrl(), "SELECT FROM audit_unsealed WHERE event_id = $1",
                 db::Params().Id(left[0].id))
              .size() == 1);
  }
  CHECK(f.Count("audit_leaves") == 3);
  CHECK(f.Well());
  CHECK(f.said.str().empty());
}

TEST_CASE("another class, and what is in no month, stay") {
  Fixture f;
  const auto gamma = NewId();
  testing::ChooseInThePast(f.database, gamma, Day(2000, 1, 1), 30);
  RunSql(f.database.OwnerUrl(), "SELECT create_audit_month(30::smallint, '2010-03-01')");
  f.Store(gamma, {testing::Write(Day(2010, 3, 15))});
  f.Store(f.alpha, {testing::Write(Day(2010, 2, 15))});
  Chain(f.database, f.alpha, 3);
  Chain(f.database, f.beta, 1);
  Chain(f.database, gamma, 1);

  CHECK_FALSE(f.Well());

  CHECK(f.Said("dropped 2010-03 of 6 years: 3 records of 2 tenants\n"));
  CHECK(
      f.Said("in no month: 1 records from 2010-02-15 to 2010-02-15 in audit_events_6y_default\n"));
  CHECK(f.Listed(gamma).size() == 1);
  CHECK(f.Listed(f.alpha).size() == 2);
  CHECK_FALSE(f.partitions.Drop({.years = 30, .month = "2010-03"}, false, Later()).ok());
  CHECK(f.Exists("audit_events_30y_2010_03"));
  const auto absent = f.partitions.Drop({.years = 6, .month = "2010-02"}, false, Later());
  CHECK(absl::IsNotFound(absent.status()));
}

TEST_CASE("a month stays while a record of it is not in its chain, or not signed for") {
  Fixture f;
  Chain(f.database, f.alpha, 2);
  struct Case {
    int covered;
    std::string why;
  };
  const auto c = GENERATE(Case{-1, "1 of 1 records of tenant"}, Case{0, "no checkpoint of tenant"},
                          Case{1, "no checkpoint of tenant"});
  // Records of beta that a checkpoint of one does not cover: the due one comes second.
  if (c.covered == 1) {
    RunSql(f.database.AdminUrl(),
           "INSERT INTO audit_leaves VALUES ($1, 0, gen_random_uuid(), now(), sha256('first'))",
           db::Params().Id(f.beta));
    RunSql(f.database.AdminUrl(),
           "INSERT INTO audit_leaves SELECT tenant_id, 1, event_id, occurred_at, sha256('second') "
           "FROM audit_events WHERE tenant_id = $1",
           db::Params().Id(f.beta));
  }
  if (c.covered >= 0) Chain(f.database, f.beta, c.covered);
  CAPTURE(c.covered);

  CHECK_FALSE(f.Well());

  CHECK(f.Said("not dropped: 2010-03 of 6 years: " + c.why));
  CHECK(f.Listed(f.alpha).size() == 2);
  CHECK(f.Listed(f.beta).size() == 1);
  CHECK(f.Listed(f.beta)[0].event_type == "WRITE");
  CHECK(f.Count("audit_events_6y_2010_03") == 3);
}

TEST_CASE("a dry run tells and does nothing") {
  Fixture f;
  Chain(f.database, f.alpha, 2);
  Chain(f.database, f.beta, 1);
  const auto missing = *f.partitions.Missing(Later());

  CHECK(f.Well(true));

  CHECK(f.Said("would make " + missing.front().month));
  CHECK(f.Said("would drop 2010-03 of 6 years: 3 records of 2 tenants\n"));
  CHECK(*f.partitions.Missing(Later()) == missing);
  CHECK(f.Count("audit_events_6y_2010_03") == 3);
  CHECK(f.Listed(f.alpha, "RETENTION").empty());
}

TEST_CASE("a month that was made too late is told of, and keeps no other from being made") {
  Fixture f;
  const auto late = f.partitions.Missing(Later())->front();
  absl::CivilMonth month;
  REQUIRE(absl::ParseCivilTime(late.month, &month));
  f.Store(f.alpha, {testing::Write(absl::FromCivil(month, absl::UTCTimeZone()))});

  CHECK_FALSE(f.Well());

  CHECK(f.Said("not made: " + late.month + " of 6 years: records of it are in the default"));
  CHECK(f.Said("in no month: 1 records"));
  CHECK(*f.partitions.Missing(Later()) == std::vector{ClassMonth{6, late.month}});
}

TEST_CASE("the owner sees no tenant's records but at maintenance") {
  Fixture f;
  CHECK(RunSql(f.database.OwnerUrl(), "SELECT event_id FROM audit_events").empty());
  REQUIRE(f.partitions.Strays(Later()).ok());
  CHECK(RunSql(f.database.OwnerUrl(), "SELECT event_id FROM audit_events").empty());
}

}  // namespace
}  // namespace enlace::audit::storage
