#pragma once

#include <initializer_list>
#include <string>

#include "absl/status/statusor.h"
#include "libs/db/params.h"
#include "libs/db/rows.h"

namespace enlace::testing {

// For tests only: statements beside the code under test, each on a connection of its own and in a
// transaction of its own. `url` is a libpq connection string.

// Runs one statement, with $1, $2, … bound; the status is libs/db's.
absl::StatusOr<db::Rows> TrySql(const std::string& url, const std::string& sql,
                                const db::Params& params = {});

// The same; throws std::runtime_error, and so fails the test, when the server refuses it.
db::Rows RunSql(const std::string& url, const std::string& sql, const db::Params& params = {});

// Several statements in order, each in its own transaction; throws like RunSql.
void RunSqlScript(const std::string& url, std::initializer_list<std::string> statements);

}  // namespace enlace::testing
