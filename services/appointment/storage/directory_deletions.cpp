#include "libs/core/reasons.h"
#include "services/appointment/storage/appointments_to_come.h"
#include "services/appointment/storage/directory_repository.h"
#include "services/appointment/storage/retry.h"

namespace enlace::appointment::storage {
namespace {

// FOR UPDATE: a booking holds its doctor and its site with KEY SHARE until it is committed, so that
// the look for appointments, a statement of its own, comes after it.
constexpr db::Statement kLockPractitioner{"practitioner_lock_to_delete", R"sql(
SELECT version
  FROM practitioners
 WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL
   FOR UPDATE)sql"};

constexpr db::Statement kLockLocation{"location_lock_to_delete", R"sql(
SELECT version, main
  FROM locations
 WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL
   FOR UPDATE)sql"};

constexpr db::Statement kOthersActive{"location_others_active", R"sql(
SELECT EXISTS (
  SELECT FROM locations
   WHERE tenant_id = $1 AND id <> $2 AND active AND deleted_at IS NULL) AS found)sql"};

constexpr db::Statement kLeaveLocation{"location_leave", R"sql(
UPDATE practitioners SET location_id = NULL
 WHERE tenant_id = $1 AND location_id = $2 AND deleted_at IS NULL)sql"};

constexpr db::Statement kDeletePractitioner{"practitioner_delete", R"sql(
UPDATE practitioners SET deleted_at = now()
 WHERE tenant_id = $1 AND id = $2)sql"};

constexpr db::Statement kDeleteLocation{"location_delete", R"sql(
UPDATE locations SET deleted_at = now()
 WHERE tenant_id = $1 AND id = $2)sql"};

absl::StatusOr<db::Rows> DeletePractitionerOnce(db::TenantDatabase& database, const Caller& caller,
                                                const core::Ulid& id) {
  const auto row = db::Params().Id(caller.context.tenant_id).Id(id);
  auto transaction = database.Begin(OfEveryOwner(caller), caller.deadline);
  if (!transaction.ok()) return transaction.status();
  const auto locked = transaction->Run(kLockPractitioner, row);
  if (!locked.ok()) return locked.status();
  if (locked->empty()) return core::refusal::NotFoundDoctor();
  if (auto status = caller.if_match.Check((*locked)[0].Int("version")); !status.ok()) return status;
  const auto booked = Asked(*transaction, kAppointmentsOfPractitioner, row);
  if (!booked.ok()) return booked.status();
  if (*booked) return core::refusal::HasAppointments();
  return transaction->RunAndCommit(kDeletePractitioner, row);
}

absl::StatusOr<db::Rows> DeleteLocationOnce(db::TenantDatabase& database, const Caller& caller,
                                            const core::Ulid& id) {
  const auto row = db::Params().Id(caller.context.tenant_id).Id(id);
  auto transaction = database.Begin(OfEveryOwner(caller), caller.deadline);
  if (!transaction.ok()) return transaction.status();
  const auto locked = transaction->Run(kLockLocation, row);
  if (!locked.ok()) return locked.status();
  if (locked->empty()) return core::refusal::NotFoundSite();
  if (auto status = caller.if_match.Check((*locked)[0].Int("version")); !status.ok()) return status;
  const auto booked = Asked(*transaction, kAppointmentsOfLocation, row);
  if (!booked.ok()) return booked.status();
  if (*booked) return core::refusal::HasAppointmentsSite();
  if ((*locked)[0].Bool("main")) {
    const auto others = Asked(*transaction, kOthersActive, row);
    if (!others.ok()) return others.status();
    if (*others) return core::refusal::MainSite();
  }
  const auto left = transaction->Run(kLeaveLocation, row);
  if (!left.ok()) return left.status();
  return transaction->RunAndCommit(kDeleteLocation, row);
}

}  // namespace

absl::StatusOr<bool> PgDirectoryRepository::OthersActive(db::Transaction& transaction,
                                                         const core::Ulid& tenant,
                                                         const core::Ulid& location) {
  return Asked(transaction, kOthersActive, db::Params().Id(tenant).Id(location));
}

absl::Status PgDirectoryRepository::DeletePractitioner(const Caller& caller, const core::Ulid& id) {
  return RetryAborted(caller.deadline,
                      [&] { return DeletePractitionerOnce(database_, caller, id); })
      .status();
}

absl::Status PgDirectoryRepository::DeleteLocation(const Caller& caller, const core::Ulid& id) {
  return RetryAborted(caller.deadline, [&] { return DeleteLocationOnce(database_, caller, id); })
      .status();
}

}  // namespace enlace::appointment::storage
