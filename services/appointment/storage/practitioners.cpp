#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/db/sql_error.h"
#include "libs/limits/plan_limit.h"
#include "services/appointment/storage/directory_repository.h"
#include "services/appointment/storage/directory_row.h"
#include "services/appointment/storage/retry.h"

namespace enlace::appointment::storage {
namespace {

// The lock makes a deletion of the site wait, or this wait for it and find no site.
constexpr db::Statement kInsert{"practitioner_insert", R"sql(
WITH site AS MATERIALIZED (
  SELECT l.id
    FROM locations AS l
   WHERE l.tenant_id = $1::uuid AND l.id = $10::uuid AND l.deleted_at IS NULL
     FOR KEY SHARE
)
INSERT INTO practitioners (tenant_id, id, first_name, second_name, last_name, second_last_name,
                           doc_type_id, doc_number, specialty, location_id, npi, dea_number,
                           licences, languages, active, calendar_shows_patients)
SELECT $1::uuid, $2::uuid, $3::text, $4::text, $5::text, $6::text, $7::text, $8::text, $9::text,
       $10::uuid, $11::text, $12::text, $13::jsonb, $14::text[], $15::boolean, $16::boolean
 WHERE $10::uuid IS NULL OR EXISTS (SELECT FROM site)
RETURNING )sql" ENLACE_PRACTITIONER_COLUMNS};

constexpr db::Statement kEnsure{"practitioner_ensure", R"sql(
INSERT INTO practitioners (tenant_id, id, first_name, second_name, last_name, second_last_name,
                           doc_type_id, doc_number, specialty, location_id, npi, dea_number,
                           licences, languages, active, calendar_shows_patients)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (tenant_id, id) DO NOTHING)sql"};

constexpr db::Statement kFind{"practitioner_find",
                              "SELECT " ENLACE_PRACTITIONER_COLUMNS
                              " FROM practitioners "
                              "WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL"};

#define LIST_PRACTITIONERS                                            \
  "SELECT " ENLACE_PRACTITIONER_COLUMNS                               \
  " FROM practitioners "                                              \
  "WHERE tenant_id = $1 AND id > $2 AND deleted_at IS NULL "          \
  "AND ($4::boolean IS NULL OR active = $4::boolean) "                \
  "AND ($5::text IS NULL OR specialty_folded = fold_text($5::text)) " \
  "AND ($6::uuid IS NULL OR location_id = $6::uuid) "                 \
  "AND ($7::text IS NULL OR npi = $7::text)"

#define ONE_PAGE " ORDER BY id LIMIT $3::int"

constexpr db::Statement kList{"practitioner_list", LIST_PRACTITIONERS ONE_PAGE};

constexpr db::Statement kListByDocument{"practitioner_list_by_document", LIST_PRACTITIONERS
                                        " AND doc_type_id = $8 AND doc_number = $9" ONE_PAGE};

constexpr db::Statement kHoldSite{"practitioner_hold_site", R"sql(
SELECT id
  FROM locations
 WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL
   FOR KEY SHARE)sql"};

constexpr db::Statement kLock{"practitioner_lock",
                              "SELECT " ENLACE_PRACTITIONER_COLUMNS
                              " FROM practitioners "
                              "WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL "
                              "FOR NO KEY UPDATE"};

constexpr db::Statement kStore{"practitioner_store", R"sql(
UPDATE practitioners
   SET first_name = $3, second_name = $4, last_name = $5, second_last_name = $6, doc_type_id = $7,
       doc_number = $8, specialty = $9, location_id = $10, npi = $11, dea_number = $12,
       licences = $13, languages = $14, active = $15, calendar_shows_patients = $16
 WHERE tenant_id = $1 AND id = $2
RETURNING )sql" ENLACE_PRACTITIONER_COLUMNS};

// The database's error in the domain's words.
absl::Status Translated(const absl::Status& status) {
  if (const auto most = limits::BrokenLimit(status)) return core::refusal::PlanLimitDoctors(*most);
  const auto constraint = db::ConstraintOf(status);
  if (constraint == "practitioners_document_unique") return core::refusal::DocumentExistsDoctor();
  if (constraint == "practitioners_npi_unique") return core::refusal::NpiExists();
  return status;
}

}  // namespace

absl::StatusOr<Practitioner> PgDirectoryRepository::InsertPractitioner(
    const Caller& caller, const Practitioner& practitioner) {
  const auto params = PractitionerParams(caller, practitioner);
  const auto rows =
      RetryAborted(caller.deadline, [&] { return RunAlone(caller, kInsert, params); });
  if (!rows.ok()) return Translated(rows.status());
  if (rows->empty()) return core::refusal::ReferenceMissing();
  return ReadPractitioner((*rows)[0]);
}

absl::Status PgDirectoryRepository::EnsurePractitioner(const Caller& caller,
                                                       const Practitioner& practitioner) {
  const auto params = PractitionerParams(caller, practitioner);
  const auto rows =
      RetryAborted(caller.deadline, [&] { return RunAlone(caller, kEnsure, params); });
  return Translated(rows.status());
}

absl::StatusOr<std::optional<Practitioner>> PgDirectoryRepository::FindPractitioner(
    const Caller& caller, const core::Ulid& id) {
  db::Params params;
  params.Id(caller.context.tenant_id).Id(id);
  const auto rows = database_.Read(caller.context, kFind, params, caller.deadline);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::optional<Practitioner>();
  return std::optional(ReadPractitioner((*rows)[0]));
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
  params.Text(filter.specialty).Id(filter.location_id).Text(filter.npi);
  if (filter.document) params.Text(filter.document->type).Text(filter.document->number);
  const auto rows = RunAlone(caller, filter.document ? kListByDocument : kList, params);
  if (!rows.ok()) return rows.status();
  std::vector<Practitioner> practitioners;
  practitioners.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) practitioners.push_back(ReadPractitioner((*rows)[i]));
  return practitioners;
}

absl::StatusOr<Practitioner> PgDirectoryRepository::UpdatePractitioner(
    const Caller& caller, const core::Ulid& id, const std::optional<core::Ulid>& site,
    const PractitionerChange& change) {
  return RetryAborted(caller.deadline,
                      [&] { return UpdatePractitionerOnce(caller, id, site, change); });
}

absl::StatusOr<Practitioner> PgDirectoryRepository::UpdatePractitionerOnce(
    const Caller& caller, const core::Ulid& id, const std::optional<core::Ulid>& site,
    const PractitionerChange& change) {
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  bool site_found = false;
  // Sites before doctors, as a deletion of a site locks them.
  if (site) {
    const auto held =
        transaction->Run(kHoldSite, db::Params().Id(caller.context.tenant_id).Id(*site));
    if (!held.ok()) return held.status();
    site_found = !held->empty();
  }
  const auto rows = transaction->Run(kLock, db::Params().Id(caller.context.tenant_id).Id(id));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::NotFoundDoctor();
  const auto current = ReadPractitioner((*rows)[0]);
  if (auto status = caller.if_match.Check(current.version); !status.ok()) return status;
  const auto next = change(current, site_found);
  if (!next.ok()) return next.status();
  if (*next == current) return current;
  const auto stored = transaction->RunAndCommit(kStore, PractitionerParams(caller, *next));
  if (!stored.ok()) return Translated(stored.status());
  if (stored->empty()) return core::Internal("a locked doctor was not stored");
  return ReadPractitioner((*stored)[0]);
}

}  // namespace enlace::appointment::storage
