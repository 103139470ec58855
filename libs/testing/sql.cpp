#include "libs/testing/sql.h"

#include <stdexcept>
#include <utility>

#include "absl/time/clock.h"
#include "libs/core/error.h"
#include "libs/db/connection.h"

namespace enlace::testing {
namespace {

// A hang: a test may fill a table with a million rows, under a sanitizer.
constexpr absl::Duration kTimeout = absl::Minutes(5);

}  // namespace

absl::StatusOr<db::Rows> TrySql(const std::string& url, const std::string& sql,
                                const db::Params& params) {
  auto connection = db::Connection::Open(url, absl::Now() + kTimeout);
  if (!connection.ok()) return connection.status();
  const db::Statement statement{"test_sql", sql.c_str()};
  (*connection)->Queue(statement, params);
  db::Answer answer = (*connection)->Exchange(absl::Now() + kTimeout);
  if (!answer.status.ok()) return answer.status;
  return std::move(answer.rows.front());
}

db::Rows RunSql(const std::string& url, const std::string& sql, const db::Params& params) {
  auto rows = TrySql(url, sql, params);
  if (!rows.ok()) {
    throw std::runtime_error("SQL of a test failed: " + core::DetailsOf(rows.status()).internal +
                             "\n  " + sql);
  }
  return *std::move(rows);
}

void RunSqlScript(const std::string& url, std::initializer_list<std::string> statements) {
  for (const auto& statement : statements) RunSql(url, statement);
}

}  // namespace enlace::testing
