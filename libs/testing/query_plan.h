#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "libs/core/ulid.h"
#include "libs/db/database.h"
#include "libs/db/params.h"
#include "libs/testing/database.h"

namespace enlace::testing {

// For tests only: how a prepared statement is planned.
enum class PlanMode {
  // For these values, as PostgreSQL does the first five times.
  kCustom,
  // Once for all values.
  kGeneric,
  // As the server chooses the sixth time.
  kSixth,
};

// What one execution of a statement did: EXPLAIN (ANALYZE, FORMAT JSON).
class QueryPlan {
 public:
  explicit QueryPlan(nlohmann::json root) : root_(std::move(root)) {}

  // Names of the indexes that were scanned.
  std::vector<std::string> Indexes() const;
  bool Uses(std::string_view index) const;
  // Tables that were read from end to end.
  std::vector<std::string> SequentialScans() const;
  // Rows and index entries that were looked at in all tables, the rejected ones included.
  long RowsVisited() const;
  // For a failed test's message.
  std::string Text() const { return root_.dump(1); }

 private:
  nlohmann::json root_;
};

// Prepares and executes a statement as the runtime role in the context of `tenant`, policies
// included; what it writes is committed. Throws std::runtime_error when the server refuses it.
QueryPlan ExplainStatement(const TestDatabase& database, const core::Ulid& tenant,
                           const db::Statement& statement, const db::Params& params, PlanMode mode);

}  // namespace enlace::testing
