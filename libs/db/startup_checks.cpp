#include "libs/db/startup_checks.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/core/absl_view.h"
#include "libs/core/error.h"
#include "libs/db/connection.h"
#include "libs/db/sql_error.h"

namespace enlace::db {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(10);
constexpr int kOldestServer = 150000;

// A member of a role can become it by SET ROLE: what counts is what the role could be.
constexpr Statement kServerAndRole{
    "startup_server_and_role",
    "SELECT current_user AS role,"
    " current_setting('server_version_num')::int AS server_version,"
    " current_setting('synchronous_commit') AS synchronous_commit,"
    " current_setting('row_security') AS row_security,"
    " EXISTS (SELECT FROM pg_roles r WHERE (r.rolsuper OR r.rolbypassrls)"
    "         AND pg_has_role(current_user, r.oid, 'MEMBER')) AS above_policies,"
    " EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    "         WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')"
    "         AND n.nspname NOT LIKE 'pg\\_toast%' AND n.nspname NOT LIKE 'pg\\_temp%'"
    "         AND pg_has_role(current_user, c.relowner, 'MEMBER')) AS owns_tables"};

// A version that was rolled back may have a later row that says so.
constexpr Statement kMigration{
    "startup_migration",
    "SELECT coalesce(max(version_id), 0) AS version FROM"
    " (SELECT DISTINCT ON (version_id) version_id, is_applied FROM goose_db_version"
    "  ORDER BY version_id, id DESC) AS newest WHERE is_applied"};

absl::Status Refuse(std::string_view message) {
  return absl::FailedPreconditionError(core::Absl(message));
}

absl::StatusOr<Rows> Ask(Connection& connection, const Statement& statement) {
  connection.Queue(statement, {});
  Answer answer = connection.Exchange(absl::Now() + kTimeout);
  if (!answer.status.ok()) return answer.status;
  return std::move(answer.rows.front());
}

absl::Status CheckServerAndRole(const Row& row) {
  const std::string role(row.Text("role"));
  if (row.Int("server_version") < kOldestServer) {
    return Refuse(absl::StrCat("the PostgreSQL server has version number ",
                               row.Int("server_version"),
                               "; PostgreSQL 15 or later is needed: upgrade the server"));
  }
  if (row.Bool("above_policies")) {
    return Refuse(absl::StrCat("role ", role,
                               " is superuser or BYPASSRLS, or a member of such a role: no policy "
                               "would hold; connect as the service's runtime role"));
  }
  if (row.Bool("owns_tables")) {
    return Refuse(absl::StrCat("role ", role,
                               " owns tables of the database, or is a member of their owner: it "
                               "could switch policies off; connect as the service's runtime role"));
  }
  if (row.Text("row_security") != "on") {
    return Refuse(absl::StrCat("row_security is off for role ", role,
                               ": remove the setting (ALTER ROLE … RESET row_security)"));
  }
  if (row.Text("synchronous_commit") == "off") {
    return Refuse(
        "synchronous_commit is off: an acknowledged write could be lost; set it to on (server, "
        "database and role settings)");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckBeforeServing(const std::string& url, const StartupExpectations& expectations) {
  auto connection = Connection::Open(url, absl::Now() + kTimeout);
  if (!connection.ok()) return connection.status();

  const auto server = Ask(**connection, kServerAndRole);
  if (!server.ok()) return server.status();
  if (auto status = CheckServerAndRole((*server)[0]); !status.ok()) return status;

  const auto migration = Ask(**connection, kMigration);
  constexpr const char* kUndefinedTable = "42P01";
  constexpr const char* kInsufficientPrivilege = "42501";
  const std::string state = SqlStateOf(migration.status());
  if (state == kUndefinedTable || state == kInsufficientPrivilege) {
    return Refuse("the database has no migrations that this role may see: run `make migrate`");
  }
  if (!migration.ok()) return migration.status();
  const auto version = (*migration)[0].Int("version");
  if (version < expectations.migration_version) {
    return Refuse(absl::StrCat("the database is at migration ", version, ", this program needs ",
                               expectations.migration_version, ": run `make migrate`"));
  }
  return absl::OkStatus();
}

}  // namespace enlace::db
