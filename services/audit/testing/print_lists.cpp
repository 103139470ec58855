// Prints the statements of lists as psql runs them, each for its first page and for a page that
// begins at a time: scripts/bench-audit.sh measures them. Before each list stands its name, as a
// JSON text. Usage: enlace-audit-lists TENANT ACTOR REQUEST RESOURCE TIME    ids as uuids, the time
// as RFC 3339

#include <iostream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/audit/storage/list_statements.h"

namespace {

using enlace::audit::EventCursor;
using enlace::audit::EventFilter;

// The first one plans.
constexpr int kExecutions = 9;
constexpr int kRows = 51;

std::string Quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted.append(c == '\'' ? "''" : std::string(1, c));
  return quoted + "'";
}

void Print(const std::string& name, const enlace::db::Statement& statement,
           const enlace::db::Params& params) {
  std::string values;
  for (const auto& value : params.values()) {
    if (!values.empty()) values += ", ";
    values += value ? Quoted(*value) : "NULL";
  }
  std::cout << "\\echo '\"" << name << "\"'\n";
  for (int i = 0; i < kExecutions; ++i) {
    std::cout << "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) EXECUTE " << statement.name
              << '(' << values << ");\n";
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  absl::Time time;
  std::string error;
  if (arguments.size() != 5 || !absl::ParseTime(absl::RFC3339_full, arguments[4], &time, &error)) {
    std::cerr << "usage: enlace-audit-lists TENANT ACTOR REQUEST RESOURCE TIME\n";
    return 2;
  }
  const auto tenant = enlace::core::Ulid::FromUuid(arguments[0]);
  const auto resource = enlace::core::Ulid::FromUuid(arguments[3]);
  if (!tenant || !resource) {
    std::cerr << "an id is no uuid\n";
    return 2;
  }
  std::cout << "BEGIN;\nSET app.tenant_id = " << Quoted(arguments[0])
            << ";\nDO $$ BEGIN PERFORM * FROM (" << enlace::audit::storage::ListPlanning().sql
            << ") AS set; END $$;\n";
  for (const auto& [name, filter] :
       {std::pair<std::string, EventFilter>{"time", {}},
        std::pair<std::string, EventFilter>{"actor", {.actor_id = arguments[1]}},
        std::pair<std::string, EventFilter>{"request", {.request_id = arguments[2]}},
        std::pair<std::string, EventFilter>{"resource", {.resource_id = *resource}}}) {
    const auto& statement = enlace::audit::storage::ListStatementFor(filter);
    const auto params = [&tenant, &conditions = filter](const std::optional<EventCursor>& after) {
      return enlace::audit::storage::ListParams(*tenant, conditions, after, kRows);
    };
    std::cout << "PREPARE " << statement.name << " AS " << statement.sql << ";\n";
    Print(name + ", first page", statement, params(std::nullopt));
    Print(name + ", deep page", statement, params(EventCursor{time, {}}));
  }
  std::cout << "COMMIT;\n";
  return 0;
}
