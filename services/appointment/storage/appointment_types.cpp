#include "services/appointment/storage/appointment_types.h"

#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/db/sql_error.h"
#include "services/appointment/domain/appointment_type_rules.h"
#include "services/appointment/storage/retry.h"

namespace enlace::appointment::storage {
namespace {

constexpr db::Statement kInsert{"appointment_type_insert", R"sql(
INSERT INTO appointment_types (tenant_id, id, code, name, duration_minutes, buffer_before_minutes,
                               buffer_after_minutes, modality, specialties, bookable_by,
                               min_notice_minutes, max_days_ahead, active)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
RETURNING id, code, name, duration_minutes, buffer_before_minutes, buffer_after_minutes, modality,
          specialties, bookable_by, min_notice_minutes, max_days_ahead, active, created_at,
          updated_at, version)sql"};

constexpr db::Statement kFind{"appointment_type_find", R"sql(
SELECT id, code, name, duration_minutes, buffer_before_minutes, buffer_after_minutes, modality,
       specialties, bookable_by, min_notice_minutes, max_days_ahead, active, created_at,
       updated_at, version
  FROM appointment_types
 WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL)sql"};

constexpr db::Statement kList{"appointment_type_list", R"sql(
SELECT id, code, name, duration_minutes, buffer_before_minutes, buffer_after_minutes, modality,
       specialties, bookable_by, min_notice_minutes, max_days_ahead, active, created_at,
       updated_at, version
  FROM appointment_types
 WHERE tenant_id = $1 AND id > $2 AND deleted_at IS NULL
   AND ($4::boolean IS NULL OR active = $4::boolean)
 ORDER BY id LIMIT $3::int)sql"};

constexpr db::Statement kLock{"appointment_type_lock", R"sql(
SELECT id, code, name, duration_minutes, buffer_before_minutes, buffer_after_minutes, modality,
       specialties, bookable_by, min_notice_minutes, max_days_ahead, active, created_at,
       updated_at, version
  FROM appointment_types
 WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL
   FOR NO KEY UPDATE)sql"};

constexpr db::Statement kStore{"appointment_type_store", R"sql(
UPDATE appointment_types
   SET code = $3, name = $4, duration_minutes = $5, buffer_before_minutes = $6,
       buffer_after_minutes = $7, modality = $8, specialties = $9, bookable_by = $10,
       min_notice_minutes = $11, max_days_ahead = $12, active = $13
 WHERE tenant_id = $1 AND id = $2
RETURNING id, code, name, duration_minutes, buffer_before_minutes, buffer_after_minutes, modality,
          specialties, bookable_by, min_notice_minutes, max_days_ahead, active, created_at,
          updated_at, version)sql"};

constexpr db::Statement kDelete{"appointment_type_delete", R"sql(
UPDATE appointment_types SET deleted_at = now()
 WHERE tenant_id = $1 AND id = $2)sql"};

AppointmentType Read(const db::Row& row) {
  AppointmentType type;
  type.id = row.Id("id");
  type.code = row.Text("code");
  type.name = row.Text("name");
  type.duration = absl::Minutes(row.Int("duration_minutes"));
  type.buffer_before = absl::Minutes(row.Int("buffer_before_minutes"));
  type.buffer_after = absl::Minutes(row.Int("buffer_after_minutes"));
  type.modality = row.OptionalText("modality");
  type.specialties = row.TextArray("specialties");
  type.staff_only = row.Text("bookable_by") == BookableBy(true);
  type.min_notice = absl::Minutes(row.Int("min_notice_minutes"));
  type.max_days_ahead = static_cast<int>(row.Int("max_days_ahead"));
  type.active = row.Bool("active");
  type.created_at = row.Time("created_at");
  type.updated_at = row.Time("updated_at");
  type.version = row.Int("version");
  return type;
}

db::Params Key(const Caller& caller, const core::Ulid& id) {
  db::Params params;
  params.Id(caller.context.tenant_id).Id(id);
  return params;
}

db::Params Values(const Caller& caller, const AppointmentType& type) {
  auto params = Key(caller, type.id);
  params.Text(type.code)
      .Text(type.name)
      .Int(absl::ToInt64Minutes(type.duration))
      .Int(absl::ToInt64Minutes(type.buffer_before))
      .Int(absl::ToInt64Minutes(type.buffer_after))
      .Text(type.modality)
      .TextArray(type.specialties)
      .Text(BookableBy(type.staff_only))
      .Int(absl::ToInt64Minutes(type.min_notice))
      .Int(type.max_days_ahead)
      .Bool(type.active);
  return params;
}

absl::StatusOr<AppointmentType> Stored(const absl::StatusOr<db::Rows>& rows) {
  if (rows.ok()) return Read((*rows)[0]);
  if (db::ConstraintOf(rows.status()) != "appointment_types_code_unique") return rows.status();
  return core::refusal::CodeExists();
}

// The locked type, of a version that the caller asks for.
absl::StatusOr<AppointmentType> Lock(db::Transaction& transaction, const Caller& caller,
                                     const core::Ulid& id) {
  const auto rows = transaction.Run(kLock, Key(caller, id));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::NotFoundAppointmentType();
  auto type = Read((*rows)[0]);
  if (auto status = caller.if_match.Check(type.version); !status.ok()) return status;
  return type;
}

}  // namespace

absl::StatusOr<db::Rows> PgAppointmentTypeRepository::RunAlone(const Caller& caller,
                                                               const db::Statement& statement,
                                                               const db::Params& params) {
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  return transaction->RunAndCommit(statement, params);
}

absl::StatusOr<AppointmentType> PgAppointmentTypeRepository::Insert(const Caller& caller,
                                                                    const AppointmentType& type) {
  const auto params = Values(caller, type);
  return Stored(RetryAborted(caller.deadline, [&] { return RunAlone(caller, kInsert, params); }));
}

absl::StatusOr<std::optional<AppointmentType>> PgAppointmentTypeRepository::Find(
    const Caller& caller, const core::Ulid& id) {
  const auto rows = database_.Read(caller.context, kFind, Key(caller, id), caller.deadline);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::optional<AppointmentType>();
  return std::optional(Read((*rows)[0]));
}

absl::StatusOr<std::vector<AppointmentType>> PgAppointmentTypeRepository::List(
    const Caller& caller, const std::optional<bool>& active, const std::optional<core::Ulid>& after,
    int limit) {
  auto params = Key(caller, after.value_or(core::Ulid()));
  params.Int(limit);
  if (active) {
    params.Bool(*active);
  } else {
    params.Null();
  }
  const auto rows = RunAlone(caller, kList, params);
  if (!rows.ok()) return rows.status();
  std::vector<AppointmentType> types;
  types.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) types.push_back(Read((*rows)[i]));
  return types;
}

absl::StatusOr<AppointmentType> PgAppointmentTypeRepository::Update(const Caller& caller,
                                                                    const core::Ulid& id,
                                                                    const Worker& worker) {
  return RetryAborted(caller.deadline, [&]() -> absl::StatusOr<AppointmentType> {
    auto transaction = database_.Begin(caller.context, caller.deadline);
    if (!transaction.ok()) return transaction.status();
    const auto current = Lock(*transaction, caller, id);
    if (!current.ok()) return current;
    const auto next = worker(*current);
    if (!next.ok() || *next == *current) return next;
    return Stored(transaction->RunAndCommit(kStore, Values(caller, *next)));
  });
}

absl::Status PgAppointmentTypeRepository::Delete(const Caller& caller, const core::Ulid& id) {
  return RetryAborted(caller.deadline,
                      [&]() -> absl::StatusOr<db::Rows> {
                        auto transaction = database_.Begin(caller.context, caller.deadline);
                        if (!transaction.ok()) return transaction.status();
                        const auto current = Lock(*transaction, caller, id);
                        if (!current.ok()) return current.status();
                        return transaction->RunAndCommit(kDelete, Key(caller, id));
                      })
      .status();
}

}  // namespace enlace::appointment::storage
