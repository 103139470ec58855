#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/db/sql_error.h"
#include "services/appointment/storage/directory_repository.h"
#include "services/appointment/storage/retry.h"

namespace enlace::appointment::storage {
namespace {

constexpr db::Statement kInsert{"practitioner_insert", R"sql(
INSERT INTO practitioners (tenant_id, id, first_name, second_name, last_name, second_last_name,
                           doc_type_id, doc_number, specialty, location_id, active)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
RETURNING id, first_name, second_name, last_name, second_last_name, doc_type_id, doc_number,
          specialty, location_id, active, created_at, updated_at, version)sql"};

constexpr db::Statement kFind{"practitioner_find", R"sql(
SELECT id, first_name, second_name, last_name, second_last_name, doc_type_id, doc_number,
       specialty, location_id, active, created_at, updated_at, version
  FROM practitioners
 WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL)sql"};

constexpr db::Statement kList{"practitioner_list", R"sql(
SELECT id, first_name, second_name, last_name, second_last_name, doc_type_id, doc_number,
       specialty, location_id, active, created_at, updated_at, version
  FROM practitioners
 WHERE tenant_id = $1 AND id > $2 AND deleted_at IS NULL
   AND ($4::boolean IS NULL OR active = $4::boolean)
 ORDER BY id LIMIT $3::int)sql"};

constexpr db::Statement kListByDocument{"practitioner_list_by_document", R"sql(
SELECT id, first_name, second_name, last_name, second_last_name, doc_type_id, doc_number,
       specialty, location_id, active, created_at, updated_at, version
  FROM practitioners
 WHERE tenant_id = $1 AND id > $2 AND deleted_at IS NULL
   AND ($4::boolean IS NULL OR active = $4::boolean)
   AND doc_type_id = $5 AND doc_number = $6
 ORDER BY id LIMIT $3::int)sql"};

Practitioner Read(const db::Row& row) {
  Practitioner practitioner;
  practitioner.id = row.Id("id");
  practitioner.first_name = row.Text("first_name");
  practitioner.second_name = row.OptionalText("second_name");
  practitioner.last_name = row.Text("last_name");
  practitioner.second_last_name = row.OptionalText("second_last_name");
  practitioner.document = {.type = std::string(row.Text("doc_type_id")),
                           .number = std::string(row.Text("doc_number"))};
  practitioner.specialty = row.OptionalText("specialty");
  practitioner.location_id = row.OptionalId("location_id");
  practitioner.active = row.Bool("active");
  practitioner.created_at = row.Time("created_at");
  practitioner.updated_at = row.Time("updated_at");
  practitioner.version = row.Int("version");
  return practitioner;
}

}  // namespace

absl::StatusOr<Practitioner> PgDirectoryRepository::InsertPractitioner(
    const Caller& caller, const Practitioner& practitioner) {
  db::Params params;
  params.Id(caller.context.tenant_id)
      .Id(practitioner.id)
      .Text(practitioner.first_name)
      .Text(practitioner.second_name)
      .Text(practitioner.last_name)
      .Text(practitioner.second_last_name)
      .Text(practitioner.document.type)
      .Text(practitioner.document.number)
      .Text(practitioner.specialty)
      .Id(practitioner.location_id)
      .Bool(practitioner.active);
  const auto rows =
      RetryAborted(caller.deadline, [&] { return RunAlone(caller, kInsert, params); });
  if (!rows.ok()) {
    if (db::ConstraintOf(rows.status()) != "practitioners_document_unique") return rows.status();
    return core::refusal::DocumentExistsDoctor();
  }
  return Read((*rows)[0]);
}

absl::StatusOr<std::optional<Practitioner>> PgDirectoryRepository::FindPractitioner(
    const Caller& caller, const core::Ulid& id) {
  db::Params params;
  params.Id(caller.context.tenant_id).Id(id);
  const auto rows = database_.Read(caller.context, kFind, params, caller.deadline);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::optional<Practitioner>();
  return std::optional(Read((*rows)[0]));
}

absl::StatusOr<std::vector<Practitioner>> PgDirectoryRepository::ListPractitioners(
    const Caller& caller, const PractitionerFilter& filter, const std::optional<core::Ulid>& after,
    int limit) {
  db::Params params;
  params.Id(caller.context.tenant_id).Id(after.value_or(core::Ulid())).Int(limit);
  if (filter.active) {
    params.Bool(*filter.active);
  } else {
    params.Null();
  }
  if (filter.document) params.Text(filter.document->type).Text(filter.document->number);
  const auto rows = RunAlone(caller, filter.document ? kListByDocument : kList, params);
  if (!rows.ok()) return rows.status();
  std::vector<Practitioner> practitioners;
  practitioners.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) practitioners.push_back(Read((*rows)[i]));
  return practitioners;
}

}  // namespace enlace::appointment::storage
