#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "libs/core/data_keys.h"
#include "libs/db/database.h"
#include "libs/testing/database.h"
#include "services/audit/storage/event_repository.h"

namespace enlace::audit::testing {

// For tests only: a fresh audit database with the repository on it, as the runtime role.
class AuditDatabase {
 public:
  explicit AuditDatabase(int pool_size = 8)
      : runtime_(Open(database_.RuntimeUrl(), pool_size)), events_(*runtime_, Keys()) {}

  // The installation's keys, the same for all of these databases.
  static core::DataKeys Keys() { return *core::DataKeys::FromHex(std::string(64, 'a')); }

  EventRepository& events() { return events_; }
  storage::PgEventRepository& pg_events() { return events_; }
  db::TenantDatabase& runtime() { return *runtime_; }
  std::string RuntimeUrl() const { return database_.RuntimeUrl(); }
  std::string RelayUrl() const { return database_.RelayUrl(); }
  std::string OwnerUrl() const { return database_.OwnerUrl(); }
  std::string AdminUrl() const { return database_.AdminUrl(); }

 private:
  static std::unique_ptr<db::TenantDatabase> Open(const std::string& url, int pool_size) {
    auto opened = db::TenantDatabase::Open(
        {.url = url, .pool_size = pool_size, .acquire_timeout = absl::Seconds(60)});
    if (!opened.ok()) throw std::runtime_error(opened.status().ToString());
    return *std::move(opened);
  }

  enlace::testing::TestDatabase database_{"audit"};
  std::unique_ptr<db::TenantDatabase> runtime_;
  storage::PgEventRepository events_;
};

// One for all tests of a program that keep to tenants of their own: making one takes a second.
inline AuditDatabase& SharedDatabase() {
  static AuditDatabase database;
  return database;
}

// A deadline that no test comes near.
inline absl::Time Later() { return absl::Now() + absl::Minutes(2); }

}  // namespace enlace::audit::testing
