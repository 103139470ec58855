#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/db/sql_error.h"
#include "services/appointment/storage/directory_repository.h"
#include "services/appointment/storage/retry.h"

namespace enlace::appointment::storage {
namespace {

constexpr db::Statement kDemoteMain{"location_demote_main", R"sql(
UPDATE locations SET main = false
 WHERE tenant_id = $1 AND main AND deleted_at IS NULL)sql"};

constexpr db::Statement kInsert{"location_insert", R"sql(
INSERT INTO locations (tenant_id, id, name, address, city, time_zone, active, main)
SELECT $1::uuid, $2::uuid, $3::text, $4::text, $5::text, $6::text, $7::boolean,
       $8::boolean OR NOT EXISTS (
         SELECT FROM locations AS l
          WHERE l.tenant_id = $1::uuid AND l.main AND l.deleted_at IS NULL)
RETURNING id, name, address, city, time_zone, main, active, created_at, updated_at, version)sql"};

constexpr db::Statement kFind{"location_find", R"sql(
SELECT id, name, address, city, time_zone, main, active, created_at, updated_at, version
  FROM locations
 WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL)sql"};

constexpr db::Statement kList{"location_list", R"sql(
SELECT id, name, address, city, time_zone, main, active, created_at, updated_at, version
  FROM locations
 WHERE tenant_id = $1 AND id > $2 AND deleted_at IS NULL
   AND ($4::boolean IS NULL OR active = $4::boolean)
 ORDER BY id LIMIT $3::int)sql"};

Location Read(const db::Row& row) {
  Location location;
  location.id = row.Id("id");
  location.name = row.Text("name");
  location.address = row.OptionalText("address");
  location.city = row.OptionalText("city");
  location.time_zone = row.Text("time_zone");
  location.main = row.Bool("main");
  location.active = row.Bool("active");
  location.created_at = row.Time("created_at");
  location.updated_at = row.Time("updated_at");
  location.version = row.Int("version");
  return location;
}

}  // namespace

absl::StatusOr<db::Rows> PgDirectoryRepository::RunAlone(const Caller& caller,
                                                         const db::Statement& statement,
                                                         const db::Params& params) {
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  return transaction->RunAndCommit(statement, params);
}

absl::StatusOr<Location> PgDirectoryRepository::InsertLocationOnce(const Caller& caller,
                                                                   const Location& location) {
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  if (location.main) {
    db::Params tenant;
    tenant.Id(caller.context.tenant_id);
    const auto demoted = transaction->Run(kDemoteMain, tenant);
    if (!demoted.ok()) return demoted.status();
  }
  db::Params params;
  params.Id(caller.context.tenant_id)
      .Id(location.id)
      .Text(location.name)
      .Text(location.address)
      .Text(location.city)
      .Text(location.time_zone)
      .Bool(location.active)
      .Bool(location.main);
  const auto rows = transaction->RunAndCommit(kInsert, params);
  if (rows.ok()) return Read((*rows)[0]);
  // Another main site was committed meanwhile: seen by the next attempt.
  if (db::ConstraintOf(rows.status()) == "locations_one_main") {
    return core::refusal::ConcurrentChange();
  }
  return rows.status();
}

absl::StatusOr<Location> PgDirectoryRepository::InsertLocation(const Caller& caller,
                                                               const Location& location) {
  return RetryAborted(caller.deadline, [&] { return InsertLocationOnce(caller, location); });
}

absl::StatusOr<std::optional<Location>> PgDirectoryRepository::FindLocation(const Caller& caller,
                                                                            const core::Ulid& id) {
  db::Params params;
  params.Id(caller.context.tenant_id).Id(id);
  const auto rows = database_.Read(caller.context, kFind, params, caller.deadline);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::optional<Location>();
  return std::optional(Read((*rows)[0]));
}

absl::StatusOr<std::vector<Location>> PgDirectoryRepository::ListLocations(
    const Caller& caller, const std::optional<bool>& active, const std::optional<core::Ulid>& after,
    int limit) {
  db::Params params;
  params.Id(caller.context.tenant_id).Id(after.value_or(core::Ulid())).Int(limit);
  if (active) {
    params.Bool(*active);
  } else {
    params.Null();
  }
  const auto rows = RunAlone(caller, kList, params);
  if (!rows.ok()) return rows.status();
  std::vector<Location> locations;
  locations.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) locations.push_back(Read((*rows)[i]));
  return locations;
}

}  // namespace enlace::appointment::storage
