#pragma once

#include <functional>
#include <string>

#include "libs/testing/database.h"

namespace enlace::testing {

// For tests with a million rows: a connection string of a superuser whose statements fire no
// trigger and check no foreign key.
std::string BulkLoadUrl(const TestDatabase& database);

// Runs `load` while `table` has no index but its primary key and no exclusion constraint, and makes
// them again afterwards, which takes a fraction of the time. Throws like RunSql.
void LoadBeforeIndexes(const TestDatabase& database, const std::string& table,
                       const std::function<void()>& load);

}  // namespace enlace::testing
