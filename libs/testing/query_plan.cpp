#include "libs/testing/query_plan.h"

#include <algorithm>
#include <functional>

#include "libs/testing/sql.h"

namespace enlace::testing {
namespace {

using nlohmann::json;

// The planner's mode is a setting of the session, and so are prepared statements: one call does it
// all. $1: the statement, $2: its arguments as SQL, $3: executions before the one that is shown.
constexpr const char* kExplainPrepared = R"sql(
CREATE OR REPLACE FUNCTION explain_prepared(statement text, arguments text, before int)
RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  plan json;
BEGIN
  EXECUTE 'PREPARE explained AS ' || statement;
  FOR i IN 1..before LOOP
    EXECUTE 'EXECUTE explained' || arguments;
  END LOOP;
  EXECUTE 'EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) EXECUTE explained' || arguments INTO plan;
  DEALLOCATE explained;
  RETURN plan;
END
$$)sql";

// '(…)' of EXECUTE; every value as a literal of unknown type, as libs/db binds it.
std::string Arguments(const db::Params& params) {
  std::string list;
  for (const auto& value : params.values()) {
    list += list.empty() ? "(" : ", ";
    if (!value) {
      list += "NULL";
      continue;
    }
    list += "E'";
    for (const char c : *value) {
      if (c == '\'' || c == '\\') list += c;
      list += c;
    }
    list += "'";
  }
  return list.empty() ? "" : list + ")";
}

void ForEachNode(const json& node, const std::function<void(const json&)>& visit) {
  visit(node);
  for (const auto& child : node.value("Plans", json::array())) ForEachNode(child, visit);
}

}  // namespace

std::vector<std::string> QueryPlan::Indexes() const {
  std::vector<std::string> names;
  ForEachNode(root_, [&](const json& node) {
    if (node.contains("Index Name")) names.push_back(node["Index Name"]);
  });
  return names;
}

bool QueryPlan::Uses(std::string_view index) const {
  const auto names = Indexes();
  return std::find(names.begin(), names.end(), index) != names.end();
}

std::vector<std::string> QueryPlan::SequentialScans() const {
  std::vector<std::string> tables;
  ForEachNode(root_, [&](const json& node) {
    if (node["Node Type"] == "Seq Scan") tables.push_back(node["Relation Name"]);
  });
  return tables;
}

long QueryPlan::RowsVisited() const {
  double visited = 0;
  ForEachNode(root_, [&](const json& node) {
    const std::string type = node["Node Type"];
    if (type.find("Scan") == std::string::npos) return;
    if (!node.contains("Relation Name") && !node.contains("Index Name")) return;
    double rows = node.value("Actual Rows", 0.0);
    for (const char* rejected : {"Rows Removed by Filter", "Rows Removed by Index Recheck"}) {
      rows += node.value(rejected, 0.0);
    }
    visited += rows * node.value("Actual Loops", 1.0);
  });
  return static_cast<long>(visited);
}

QueryPlan ExplainStatement(const TestDatabase& database, const core::Ulid& tenant,
                           const db::Statement& statement, const db::Params& params,
                           PlanMode mode) {
  RunSql(database.AdminUrl(), kExplainPrepared);
  const char* cache = mode == PlanMode::kCustom    ? "force_custom_plan"
                      : mode == PlanMode::kGeneric ? "force_generic_plan"
                                                   : "auto";
  const std::string session = database.RuntimeUrl() +
                              " options='-c app.tenant_id=" + tenant.ToUuid() +
                              " -c app.actor_id=test -c plan_cache_mode=" + cache + "'";
  const auto rows = RunSql(session, "SELECT explain_prepared($1, $2, $3) AS plan",
                           db::Params()
                               .Text(statement.sql)
                               .Text(Arguments(params))
                               .Int(mode == PlanMode::kSixth ? 5 : 0));
  return QueryPlan(json::parse(rows[0].Text("plan"))[0]["Plan"]);
}

}  // namespace enlace::testing
