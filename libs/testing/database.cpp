#include "libs/testing/database.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <stdexcept>

#include "libs/core/error.h"
#include "libs/testing/sql.h"

namespace enlace::testing {
namespace {

std::string ClusterUrl() {
  const char* url = std::getenv("ENLACE_TEST_PG");
  if (url == nullptr || *url == '\0') {
    throw std::runtime_error(
        "ENLACE_TEST_PG is not set: this test needs the private PostgreSQL cluster that `make "
        "test` starts; run it through `make test`");
  }
  return url;
}

std::string NewName(const std::string& service) {
  static std::atomic<int> counter = 0;
  return "enlace_t_" + service + "_" + std::to_string(getpid()) + "_" + std::to_string(++counter);
}

}  // namespace

TestDatabase::TestDatabase(std::string_view service)
    : service_(service), cluster_url_(ClusterUrl()), name_(NewName(service_)) {
  const std::string maintenance = cluster_url_ + " dbname=postgres";
  const std::string owner = "enlace_" + service_ + "_owner";
  const auto created = TrySql(maintenance, "CREATE DATABASE " + name_ + " TEMPLATE enlace_test_" +
                                               service_ + " OWNER " + owner);
  if (!created.ok()) {
    throw std::runtime_error("no copy of the template database enlace_test_" + service_ +
                             " could be made; `make test` prepares the templates: " +
                             core::DetailsOf(created.status()).internal);
  }
  // A copy does not inherit who may connect.
  RunSql(maintenance, "REVOKE ALL ON DATABASE " + name_ + " FROM PUBLIC");
  const auto roles = RunSql(maintenance, "SELECT rolname FROM pg_roles WHERE rolname LIKE $1",
                            db::Params().Text("enlace\\_" + service_ + "\\_%"));
  for (int i = 0; i < roles.size(); ++i) {
    RunSql(maintenance,
           "GRANT CONNECT ON DATABASE " + name_ + " TO " + std::string(roles[i].Text("rolname")));
  }
}

TestDatabase::~TestDatabase() {
  // A failure leaves a database in a cluster that is thrown away anyway.
  TrySql(cluster_url_ + " dbname=postgres", "DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)")
      .IgnoreError();
}

std::string TestDatabase::AdminUrl() const { return cluster_url_ + " dbname=" + name_; }

std::string TestDatabase::UrlOf(const std::string& role) const {
  // Of a repeated keyword libpq takes the last.
  return AdminUrl() + " user=" + role;
}

}  // namespace enlace::testing
