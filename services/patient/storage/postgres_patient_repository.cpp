#include "services/patient/storage/postgres_patient_repository.h"

#include <utility>

#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/db/sql_error.h"
#include "libs/limits/plan_limit.h"
#include "services/patient/storage/patient_filter_sql.h"
#include "services/patient/storage/patient_row.h"
#include "services/patient/storage/patient_statements.h"

namespace enlace::patient::storage {
namespace {

// Each lost race means that another caller made progress.
constexpr int kMaxUpsertAttempts = 5;

absl::Status DocumentExists() { return core::refusal::DocumentExists(); }

// The database's error in the domain's words.
absl::Status Translated(const absl::Status& status) {
  if (const auto most = limits::BrokenLimit(status)) return core::refusal::PlanLimit(*most);
  return db::ConstraintOf(status) == "patients_document_unique" ? DocumentExists() : status;
}

// Stores what becomes of the locked `current`, unless that is the same.
absl::StatusOr<Patient> StoreChange(db::Transaction transaction, const Caller& caller,
                                    const Patient& current,
                                    const PatientRepository::Change& change) {
  // First: the change is judged by what it makes of this version.
  if (auto status = caller.if_match.Check(current.version); !status.ok()) return status;
  const auto next = change(current);
  if (!next.ok()) return next.status();
  if (*next == current) {
    const auto committed = transaction.Commit();
    if (!committed.ok()) return committed;
    return current;
  }
  const auto rows =
      transaction.RunAndCommit(kUpdatePatient, PatientParams(caller, *next).Bool(next->deleted));
  if (!rows.ok()) return Translated(rows.status());
  if (rows->empty()) return core::refusal::NotFoundPatient();
  return ReadPatient((*rows)[0]);
}

}  // namespace

PostgresPatientRepository::PostgresPatientRepository(db::TenantDatabase& database)
    : database_(database) {}

absl::StatusOr<Patient> PostgresPatientRepository::Insert(const Caller& caller,
                                                          const Patient& patient) {
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(
      kInsertPatient, PatientParams(caller, patient).Text(patient.owner_id));
  if (!rows.ok()) return Translated(rows.status());
  return ReadPatient((*rows)[0]);
}

absl::StatusOr<std::optional<Patient>> PostgresPatientRepository::FindOne(
    const Caller& caller, const db::Statement& statement, const db::Params& params) {
  const auto rows = database_.Read(caller.context, statement, params, caller.deadline);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return std::optional<Patient>();
  return std::optional(ReadPatient((*rows)[0]));
}

absl::StatusOr<std::optional<Patient>> PostgresPatientRepository::Find(const Caller& caller,
                                                                       const core::Ulid& id) {
  return FindOne(caller, kFindPatient, db::Params().Id(caller.context.tenant_id).Id(id));
}

absl::StatusOr<std::vector<Patient>> PostgresPatientRepository::FindAll(
    const Caller& caller, const std::vector<core::Ulid>& ids) {
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(
      kFindPatients, db::Params().Id(caller.context.tenant_id).IdArray(ids));
  if (!rows.ok()) return rows.status();
  std::vector<Patient> patients;
  patients.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) patients.push_back(ReadPatient((*rows)[i]));
  return patients;
}

absl::StatusOr<std::optional<Patient>> PostgresPatientRepository::FindByDocument(
    const Caller& caller, const clinical::IdentityDocument& document) {
  return FindOne(
      caller, kFindPatientByDocument,
      db::Params().Id(caller.context.tenant_id).Text(document.type).Text(document.number));
}

absl::StatusOr<std::vector<Patient>> PostgresPatientRepository::List(
    const Caller& caller, const PatientFilter& filter, const std::optional<core::Ulid>& after,
    int limit) {
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows =
      transaction->RunAndCommit(ListStatement(filter), ListParams(caller, filter, after, limit));
  if (!rows.ok()) return rows.status();
  std::vector<Patient> patients;
  patients.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) patients.push_back(ReadPatient((*rows)[i]));
  return patients;
}

absl::StatusOr<Patient> PostgresPatientRepository::Update(const Caller& caller,
                                                          const core::Ulid& id, Among among,
                                                          const Change& change) {
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->Run(among == Among::kLive ? kLockLivePatient : kLockPatient,
                                     db::Params().Id(caller.context.tenant_id).Id(id));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return core::refusal::NotFoundPatient();
  return StoreChange(*std::move(transaction), caller, ReadPatient((*rows)[0]), change);
}

absl::StatusOr<std::optional<PatientRepository::Upserted>> PostgresPatientRepository::TryUpsert(
    const Caller& caller, const clinical::IdentityDocument& document, const Make& make,
    const Change& change) {
  auto transaction = database_.Begin(caller.context, caller.deadline);
  if (!transaction.ok()) return transaction.status();
  const auto locked = transaction->Run(
      kLockPatientByDocument,
      db::Params().Id(caller.context.tenant_id).Text(document.type).Text(document.number));
  if (!locked.ok()) return locked.status();
  if (!locked->empty()) {
    auto changed = StoreChange(*std::move(transaction), caller, ReadPatient((*locked)[0]), change);
    if (!changed.ok()) return changed.status();
    return std::optional(Upserted{.patient = *std::move(changed)});
  }
  // Last: a precondition counts only for a call that could succeed (RFC 9110, 13.2.1).
  const auto made = make();
  if (!made.ok()) return made.status();
  if (auto status = caller.if_match.CheckAbsent(); !status.ok()) return status;
  const auto inserted = transaction->RunAndCommit(
      kInsertPatientUnlessTaken, PatientParams(caller, *made).Text(made->owner_id));
  if (!inserted.ok()) return Translated(inserted.status());
  if (inserted->empty()) return std::optional<Upserted>();
  return std::optional(Upserted{.patient = ReadPatient((*inserted)[0]), .created = true});
}

absl::StatusOr<PatientRepository::Upserted> PostgresPatientRepository::Upsert(
    const Caller& caller, const clinical::IdentityDocument& document, const Make& make,
    const Change& change) {
  for (int attempt = 0; attempt < kMaxUpsertAttempts; ++attempt) {
    auto upserted = TryUpsert(caller, document, make, change);
    if (!upserted.ok()) return upserted.status();
    if (upserted->has_value()) return **std::move(upserted);
  }
  // The document belongs to a patient whom the caller may not see.
  return DocumentExists();
}

}  // namespace enlace::patient::storage
