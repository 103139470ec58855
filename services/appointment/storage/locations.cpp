#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/db/sql_error.h"
#include "services/appointment/storage/directory_repository.h"
#include "services/appointment/storage/directory_row.h"
#include "services/appointment/storage/retry.h"

namespace enlace::appointment::storage {
namespace {

constexpr db::Statement kDemoteMain{"location_demote_main", R"sql(
UPDATE locations SET main = false
 WHERE tenant_id = $1 AND main AND deleted_at IS NULL)sql"};

constexpr db::Statement kInsert{"location_insert", R"sql(
INSERT INTO locations (tenant_id, id, name, address, city, country, time_zone, insurers, active,
                       main)
SELECT $1::uuid, $2::uuid, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text[],
       $9::boolean, $10::boolean OR NOT EXISTS (
         SELECT FROM locations AS l
          WHERE l.tenant_id = $1::uuid AND l.main AND l.deleted_at IS NULL)
RETURNING )sql" ENLACE_LOCATION_COLUMNS};

constexpr db::Statement kFind{"location_find",
                              "SELECT " ENLACE_LOCATION_COLUMNS
                              " FROM locations "
                              "WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL"};

constexpr db::Statement kList{"location_list", "SELECT " ENLACE_LOCATION_COLUMNS R"sql(
  FROM locations
 WHERE tenant_id = $1 AND id > $2 AND deleted_at IS NULL
   AND ($4::boolean IS NULL OR active = $4::boolean)
   AND ($5::text IS NULL OR city_folded = fold_text($5::text))
 ORDER BY id LIMIT $3::int)sql"};

constexpr db::Statement kLock{"location_lock",
                              "SELECT " ENLACE_LOCATION_COLUMNS
                              " FROM locations "
                              "WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL "
                              "FOR NO KEY UPDATE"};

constexpr db::Statement kStore{"location_store", R"sql(
UPDATE locations
   SET name = $3, address = $4, city = $5, country = $6, time_zone = $7, insurers = $8,
       active = $9, main = $10
 WHERE tenant_id = $1 AND id = $2
RETURNING )sql" ENLACE_LOCATION_COLUMNS};

// Another main site was committed meanwhile: seen by the next attempt.
absl::Status Translated(const absl::Status& status) {
  return db::ConstraintOf(status) == "locations_one_main" ? core::refusal::ConcurrentChange()
                                                          : status;
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
    const auto demoted = transaction->Run(kDemoteMain, db::Params().Id(caller.context.tenant_id));
    if (!demoted.ok()) return demoted.status();
  }
  const auto rows = transaction->RunAndCommit(kInsert, LocationParams(caller, location));
  if (!rows.ok()) return Translated(rows.status());
  return ReadLocation((*rows)[0]);
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
  return std::optional(ReadLocation((*rows)[0]));
}

absl::StatusOr<std::vector<Location>> PgDirectoryRepository::ListLocations(
    const Caller& caller, const LocationFilter& filter, const std::optional<core::Ulid>& after,
    int limit) {
  db::Params params;
  params.Id(caller.context.tenant_id).Id(after.value_or(core::Ulid())).Int(limit);
  if (filter.active) {
    params.Bool(*filter.active);
  } else {
    params.Null();
  }
  params.Text(filter.city);
  const auto rows = RunAlone(caller, kList, params);
  if (!rows.ok()) return rows.status();
  std::vector<Location> locations;
  locations.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) locations.push_back(ReadLocation((*rows)[i]));
  return locations;
}

absl::StatusOr<Location> PgDirectoryRepository::UpdateLocation(const Caller& caller,
                                                               const core::Ulid& id,
                                                               const LocationChange& change) {
  return RetryAborted(caller.deadline, [&] { return UpdateLocationOnce(caller, id, change); });
}

absl::StatusOr<Location> PgDirectoryRepository::UpdateLocationOnce(const Caller& caller,
                                                                   const core::Ulid& id,
                                                                   const LocationChange& change) {
  const auto& tenant = caller.context.tenant_id;
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->Run(kLock, db::Params().Id(tenant).Id(id));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::NotFoundSite();
  const auto current = ReadLocation((*rows)[0]);
  if (auto status = caller.if_match.Check(current.version); !status.ok()) return status;
  const auto others = OthersActive(*transaction, tenant, id);
  if (!others.ok()) return others.status();
  const auto next = change(current, *others);
  if (!next.ok()) return next.status();
  if (*next == current) return current;
  if (next->main && !current.main) {
    const auto demoted = transaction->Run(kDemoteMain, db::Params().Id(tenant));
    if (!demoted.ok()) return demoted.status();
  }
  const auto stored = transaction->RunAndCommit(kStore, LocationParams(caller, *next));
  if (!stored.ok()) return Translated(stored.status());
  if (stored->empty()) return core::Internal("a locked site was not stored");
  return ReadLocation((*stored)[0]);
}

}  // namespace enlace::appointment::storage
