#include "libs/testing/bulk_load.h"

#include <vector>

#include "libs/testing/sql.h"

namespace enlace::testing {
namespace {

// What makes and what drops each of them; exclusion constraints by their own names. $1: the table.
constexpr const char* kMovable = R"sql(
SELECT 'ALTER TABLE ' || $1 || ' DROP CONSTRAINT ' || conname AS dropping,
       'ALTER TABLE ' || $1 || ' ADD CONSTRAINT ' || conname || ' ' || pg_get_constraintdef(oid)
         AS making
  FROM pg_constraint WHERE conrelid = $1::text::regclass AND contype = 'x'
UNION ALL
SELECT 'DROP INDEX ' || indexrelid::regclass, pg_get_indexdef(indexrelid)
  FROM pg_index AS i
 WHERE indrelid = $1::text::regclass AND NOT indisprimary
   AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid))sql";

}  // namespace

std::string BulkLoadUrl(const TestDatabase& database) {
  return database.AdminUrl() +
         " options='-c session_replication_role=replica -c maintenance_work_mem=512MB"
         " -c work_mem=256MB'";
}

void LoadBeforeIndexes(const TestDatabase& database, const std::string& table,
                       const std::function<void()>& load) {
  const auto url = BulkLoadUrl(database);
  const auto movable = RunSql(url, kMovable, db::Params().Text(table));
  for (int i = 0; i < movable.size(); ++i) RunSql(url, std::string(movable[i].Text("dropping")));
  load();
  for (int i = 0; i < movable.size(); ++i) RunSql(url, std::string(movable[i].Text("making")));
}

}  // namespace enlace::testing
