#include "libs/db/startup_checks.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include "libs/testing/database.h"
#include "libs/testing/sql.h"

namespace enlace::db {
namespace {

using Catch::Matchers::ContainsSubstring;
using testing::RunSql;
using testing::TestDatabase;

void CheckRefused(const std::string& url, const std::string& why, long migration = 1) {
  const auto status = CheckBeforeServing(url, {.migration_version = migration});
  CHECK(absl::IsFailedPrecondition(status));
  CHECK_THAT(std::string(status.message()), ContainsSubstring(why));
}

TEST_CASE("the runtime, relay and platform roles may serve") {
  const TestDatabase auth("auth");
  CHECK(CheckBeforeServing(auth.RuntimeUrl(), {.migration_version = 1}).ok());
  CHECK(CheckBeforeServing(auth.RelayUrl(), {.migration_version = 1}).ok());
  CHECK(CheckBeforeServing(auth.PlatformUrl(), {.migration_version = 1}).ok());
}

TEST_CASE("a superuser may not serve") {
  const TestDatabase database("patient");
  CheckRefused(database.AdminUrl(), "connect as the service's runtime role");
}

TEST_CASE("the owner may not serve") {
  const TestDatabase database("patient");
  CheckRefused(database.OwnerUrl(), "owns tables");
}

// Roles belong to the whole cluster: one of the test's own, removed afterwards.
class ScratchRole {
 public:
  ScratchRole(const TestDatabase& database, const std::string& options) : database_(database) {
    RunSql(database.AdminUrl(), "CREATE ROLE " + name() + " LOGIN " + options);
    RunSql(database.AdminUrl(), "GRANT CONNECT ON DATABASE " + database.name() + " TO " + name());
  }
  ~ScratchRole() {
    testing::TrySql(database_.AdminUrl(), "DROP OWNED BY " + name()).IgnoreError();
    testing::TrySql(database_.AdminUrl(), "DROP ROLE " + name()).IgnoreError();
  }
  std::string name() const { return database_.name() + "_role"; }
  std::string url() const { return database_.AdminUrl() + " user=" + name(); }

 private:
  const TestDatabase& database_;
};

TEST_CASE("a BYPASSRLS role may not serve") {
  const TestDatabase database("patient");
  const ScratchRole role(database, "BYPASSRLS");
  CheckRefused(role.url(), "BYPASSRLS");
}

TEST_CASE("a member of the owner may not serve") {
  const TestDatabase database("patient");
  const ScratchRole role(database, "NOINHERIT IN ROLE enlace_patient_owner");
  CheckRefused(role.url(), "member of their owner");
}

TEST_CASE("a role that switches row security off may not serve") {
  const TestDatabase database("patient");
  CheckRefused(database.RuntimeUrl() + " options='-c row_security=off'", "row_security is off");
}

TEST_CASE("a service does not start without synchronous commits") {
  const TestDatabase database("patient");
  RunSql(database.AdminUrl(),
         "ALTER DATABASE " + database.name() + " SET synchronous_commit = off");
  CheckRefused(database.RuntimeUrl(), "synchronous_commit is off");
}

TEST_CASE("a service does not start before its migrations") {
  const TestDatabase database("patient");
  CheckRefused(database.RuntimeUrl(), "this program needs 999: run `make migrate`", 999);
}

TEST_CASE("a migration that was rolled back does not count") {
  const TestDatabase database("patient");
  RunSql(database.AdminUrl(),
         "INSERT INTO goose_db_version (version_id, is_applied) VALUES (500, true), (500, false)");
  CheckRefused(database.RuntimeUrl(), "this program needs 500", 500);
}

TEST_CASE("a database without migrations is named as such") {
  const TestDatabase database("patient");
  RunSql(database.AdminUrl(), "DROP TABLE goose_db_version");
  CheckRefused(database.RuntimeUrl(), "run `make migrate`");
}

TEST_CASE("a server that can't be reached is UNAVAILABLE") {
  CHECK(absl::IsUnavailable(CheckBeforeServing("host=/nonexistent dbname=x user=x", {})));
}

}  // namespace
}  // namespace enlace::db
