#pragma once

#include <string>
#include <vector>

#include "libs/db/database.h"
#include "libs/metrics/registry.h"

namespace enlace::db {

// The series of a database's pool, under the label `pool`: tenant, relay or platform. They are
// asked of it at each scrape, for as long as the result lives; the database must outlive that.
std::vector<metrics::Registry::Asked> AskPool(metrics::Registry& registry, TenantDatabase& database,
                                              const std::string& pool);
std::vector<metrics::Registry::Asked> AskPool(metrics::Registry& registry,
                                              PlatformDatabase& database, const std::string& pool);

}  // namespace enlace::db
