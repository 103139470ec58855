#include "libs/db/pool_metrics.h"

#include <functional>

namespace enlace::db {
namespace {

using Kind = metrics::Registry::Kind;
using Asked = std::vector<metrics::Registry::Asked>;

Asked Ask(metrics::Registry& registry, const std::string& pool,
          const std::function<PoolStats()>& stats) {
  Asked asked;
  const auto gauge = [&](const char* name, const char* help, int PoolStats::*member) {
    asked.push_back(registry.Ask(Kind::kGauge, name, help, {{"pool", pool}},
                                 [stats, member] { return static_cast<double>(stats().*member); }));
  };
  gauge("enlace_db_pool_size", "Database connections that the pool may have.", &PoolStats::size);
  gauge("enlace_db_pool_open", "Database connections that the pool has.", &PoolStats::open);
  gauge("enlace_db_pool_busy", "Database connections that are leased.", &PoolStats::busy);
  gauge("enlace_db_pool_waiting", "Callers who wait for a connection.", &PoolStats::waiting);
  asked.push_back(registry.Ask(Kind::kCounter, "enlace_db_pool_timeouts_total",
                               "Callers who waited for a connection in vain.", {{"pool", pool}},
                               [stats] { return stats().timeouts; }));
  return asked;
}

}  // namespace

Asked AskPool(metrics::Registry& registry, TenantDatabase& database, const std::string& pool) {
  auto asked = Ask(registry, pool, [&database] { return database.pool_stats(); });
  asked.push_back(
      registry.Ask(Kind::kGauge, "enlace_db_reads_waiting",
                   "Reads that wait for one that shares its connection.", {},
                   [&database] { return static_cast<double>(database.reads_waiting()); }));
  return asked;
}

Asked AskPool(metrics::Registry& registry, PlatformDatabase& database, const std::string& pool) {
  return Ask(registry, pool, [&database] { return database.pool_stats(); });
}

}  // namespace enlace::db
