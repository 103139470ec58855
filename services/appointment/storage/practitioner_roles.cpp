#include <utility>

#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/db/sql_error.h"
#include "services/appointment/storage/availability_repository.h"
#include "services/appointment/storage/available_times_json.h"
#include "services/appointment/storage/retry.h"

namespace enlace::appointment::storage {
namespace {

constexpr db::Statement kInsert{"practitioner_role_insert", R"sql(
INSERT INTO practitioner_roles (tenant_id, id, practitioner_id, location_id, available_times,
                                active)
VALUES ($1, $2, $3, $4, $5, $6)
RETURNING id, practitioner_id, location_id, available_times, active, created_at, updated_at,
          version)sql"};

constexpr db::Statement kFind{"practitioner_role_find", R"sql(
SELECT id, practitioner_id, location_id, available_times, active, created_at, updated_at, version
  FROM practitioner_roles
 WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL)sql"};

constexpr db::Statement kList{"practitioner_role_list", R"sql(
SELECT id, practitioner_id, location_id, available_times, active, created_at, updated_at, version
  FROM practitioner_roles
 WHERE tenant_id = $1 AND id > $2 AND deleted_at IS NULL
   AND ($4::boolean IS NULL OR active = $4::boolean)
   AND ($5::uuid IS NULL OR practitioner_id = $5::uuid)
   AND ($6::uuid IS NULL OR location_id = $6::uuid)
 ORDER BY id LIMIT $3::int)sql"};

constexpr db::Statement kLock{"practitioner_role_lock", R"sql(
SELECT id, practitioner_id, location_id, available_times, active, created_at, updated_at, version
  FROM practitioner_roles
 WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL
   FOR NO KEY UPDATE)sql"};

constexpr db::Statement kStore{"practitioner_role_store", R"sql(
UPDATE practitioner_roles SET available_times = $3, active = $4
 WHERE tenant_id = $1 AND id = $2
RETURNING id, practitioner_id, location_id, available_times, active, created_at, updated_at,
          version)sql"};

constexpr db::Statement kDelete{"practitioner_role_delete", R"sql(
UPDATE practitioner_roles SET deleted_at = now()
 WHERE tenant_id = $1 AND id = $2)sql"};

absl::StatusOr<PractitionerRole> Read(const db::Row& row) {
  PractitionerRole role;
  role.id = row.Id("id");
  role.practitioner_id = row.Id("practitioner_id");
  role.location_id = row.Id("location_id");
  auto times = AvailableTimesFrom(row.Text("available_times"));
  if (!times.ok()) return times.status();
  role.available_times = *std::move(times);
  role.active = row.Bool("active");
  role.created_at = row.Time("created_at");
  role.updated_at = row.Time("updated_at");
  role.version = row.Int("version");
  return role;
}

db::Params Key(const Caller& caller, const core::Ulid& id) {
  db::Params params;
  params.Id(caller.context.tenant_id).Id(id);
  return params;
}

}  // namespace

absl::StatusOr<PractitionerRole> PgAvailabilityRepository::InsertRole(
    const Caller& caller, const PractitionerRole& role) {
  auto params = Key(caller, role.id);
  params.Id(role.practitioner_id)
      .Id(role.location_id)
      .Text(ToJson(role.available_times))
      .Bool(role.active);
  const auto rows =
      RetryAborted(caller.deadline, [&] { return RunAlone(caller, kInsert, params); });
  if (rows.ok()) return Read((*rows)[0]);
  if (db::ConstraintOf(rows.status()) != "practitioner_roles_unique") return rows.status();
  return core::refusal::RoleExists();
}

absl::StatusOr<std::optional<PractitionerRole>> PgAvailabilityRepository::FindRole(
    const Caller& caller, const core::Ulid& id) {
  const auto rows = database_.Read(caller.context, kFind, Key(caller, id), caller.deadline);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::optional<PractitionerRole>();
  auto role = Read((*rows)[0]);
  if (!role.ok()) return role.status();
  return std::optional(*std::move(role));
}

absl::StatusOr<std::vector<PractitionerRole>> PgAvailabilityRepository::ListRoles(
    const Caller& caller, const PractitionerRoleFilter& filter,
    const std::optional<core::Ulid>& after, int limit) {
  auto params = Key(caller, after.value_or(core::Ulid()));
  params.Int(limit);
  if (filter.active) {
    params.Bool(*filter.active);
  } else {
    params.Null();
  }
  params.Id(filter.practitioner_id).Id(filter.location_id);
  const auto rows = RunAlone(caller, kList, params);
  if (!rows.ok()) return rows.status();
  std::vector<PractitionerRole> roles;
  roles.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) {
    auto role = Read((*rows)[i]);
    if (!role.ok()) return role.status();
    roles.push_back(*std::move(role));
  }
  return roles;
}

absl::StatusOr<PractitionerRole> PgAvailabilityRepository::UpdateRole(const Caller& caller,
                                                                      const core::Ulid& id,
                                                                      const RoleWorker& worker) {
  return RetryAborted(caller.deadline, [&] { return UpdateRoleOnce(caller, id, worker); });
}

absl::StatusOr<PractitionerRole> PgAvailabilityRepository::UpdateRoleOnce(
    const Caller& caller, const core::Ulid& id, const RoleWorker& worker) {
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->Run(kLock, Key(caller, id));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::NotFoundPractitionerRole();
  const auto current = Read((*rows)[0]);
  if (!current.ok()) return current.status();
  if (auto status = caller.if_match.Check(current->version); !status.ok()) return status;
  const auto next = worker(*current);
  if (!next.ok() || *next == *current) return next;
  auto params = Key(caller, id);
  params.Text(ToJson(next->available_times)).Bool(next->active);
  const auto stored = transaction->RunAndCommit(kStore, params);
  if (!stored.ok()) return stored.status();
  return Read((*stored)[0]);
}

absl::Status PgAvailabilityRepository::DeleteRole(const Caller& caller, const core::Ulid& id) {
  return Delete(caller, id, kLock, kDelete, core::refusal::NotFoundPractitionerRole());
}

}  // namespace enlace::appointment::storage
