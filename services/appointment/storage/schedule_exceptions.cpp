#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "services/appointment/domain/availabilities.h"
#include "services/appointment/storage/availability_repository.h"
#include "services/appointment/storage/retry.h"

namespace enlace::appointment::storage {
namespace {

constexpr db::Statement kInsert{"schedule_exception_insert", R"sql(
INSERT INTO schedule_exceptions (tenant_id, id, practitioner_id, location_id, kind, start_at,
                                 end_at, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
RETURNING id, practitioner_id, location_id, kind, start_at, end_at, reason, created_at, updated_at,
          version)sql"};

constexpr db::Statement kFind{"schedule_exception_find", R"sql(
SELECT id, practitioner_id, location_id, kind, start_at, end_at, reason, created_at, updated_at,
       version
  FROM schedule_exceptions
 WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL)sql"};

constexpr db::Statement kList{"schedule_exception_list", R"sql(
SELECT id, practitioner_id, location_id, kind, start_at, end_at, reason, created_at, updated_at,
       version
  FROM schedule_exceptions
 WHERE tenant_id = $1 AND id > $2 AND deleted_at IS NULL
   AND ($4::uuid IS NULL OR practitioner_id = $4::uuid)
   AND ($5::uuid IS NULL OR location_id = $5::uuid)
   AND ($6::timestamptz IS NULL OR end_at > $6::timestamptz)
   AND ($7::timestamptz IS NULL OR start_at < $7::timestamptz)
 ORDER BY id LIMIT $3::int)sql"};

constexpr db::Statement kLock{"schedule_exception_lock", R"sql(
SELECT version FROM schedule_exceptions
 WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL
   FOR NO KEY UPDATE)sql"};

constexpr db::Statement kDelete{"schedule_exception_delete", R"sql(
UPDATE schedule_exceptions SET deleted_at = now()
 WHERE tenant_id = $1 AND id = $2)sql"};

ScheduleException Read(const db::Row& row) {
  ScheduleException exception;
  exception.id = row.Id("id");
  exception.practitioner_id = row.OptionalId("practitioner_id");
  exception.location_id = row.OptionalId("location_id");
  exception.kind = *ParseKind(row.Text("kind"));
  exception.start = row.Time("start_at");
  exception.end = row.Time("end_at");
  if (!row.IsNull("reason")) exception.reason.emplace(row.Text("reason"));
  exception.created_at = row.Time("created_at");
  exception.updated_at = row.Time("updated_at");
  exception.version = row.Int("version");
  return exception;
}

}  // namespace

absl::StatusOr<ScheduleException> PgAvailabilityRepository::InsertException(
    const Caller& caller, const ScheduleException& exception) {
  db::Params params;
  params.Id(caller.context.tenant_id)
      .Id(exception.id)
      .Id(exception.practitioner_id)
      .Id(exception.location_id)
      .Text(KindName(exception.kind))
      .Time(exception.start)
      .Time(exception.end)
      .Text(exception.reason);
  const auto rows =
      RetryAborted(caller.deadline, [&] { return RunAlone(caller, kInsert, params); });
  if (!rows.ok()) return rows.status();
  return Read((*rows)[0]);
}

absl::StatusOr<std::optional<ScheduleException>> PgAvailabilityRepository::FindException(
    const Caller& caller, const core::Ulid& id) {
  db::Params params;
  params.Id(caller.context.tenant_id).Id(id);
  const auto rows = database_.Read(caller.context, kFind, params, caller.deadline);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::optional<ScheduleException>();
  return std::optional(Read((*rows)[0]));
}

absl::StatusOr<std::vector<ScheduleException>> PgAvailabilityRepository::ListExceptions(
    const Caller& caller, const ScheduleExceptionFilter& filter,
    const std::optional<core::Ulid>& after, int limit) {
  db::Params params;
  params.Id(caller.context.tenant_id)
      .Id(after.value_or(core::Ulid()))
      .Int(limit)
      .Id(filter.practitioner_id)
      .Id(filter.location_id)
      .Time(filter.from)
      .Time(filter.to);
  const auto rows = RunAlone(caller, kList, params);
  if (!rows.ok()) return rows.status();
  std::vector<ScheduleException> exceptions;
  exceptions.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) exceptions.push_back(Read((*rows)[i]));
  return exceptions;
}

absl::Status PgAvailabilityRepository::DeleteException(const Caller& caller, const core::Ulid& id) {
  return Delete(caller, id, kLock, kDelete, core::refusal::NotFoundScheduleException());
}

}  // namespace enlace::appointment::storage
