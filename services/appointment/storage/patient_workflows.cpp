#include "services/appointment/storage/patient_workflows.h"

#include "services/appointment/storage/retry.h"

namespace enlace::appointment::storage {
namespace {

// Deleted appointments are shown to nobody, and have no index by patient.
constexpr db::Statement kFollow{"follow_patient_workflow", R"sql(
WITH entries AS (
  UPDATE waitlist_entries AS e SET patient_workflow = $3::text
   WHERE e.tenant_id = $1::uuid AND e.patient_id = $2::uuid
     AND e.patient_workflow IS DISTINCT FROM $3::text
)
UPDATE appointments AS a SET patient_workflow = $3::text
 WHERE a.tenant_id = $1::uuid AND a.patient_id = $2::uuid AND a.deleted_at IS NULL
   AND a.patient_workflow IS DISTINCT FROM $3::text)sql"};

}  // namespace

absl::Status PgPatientWorkflows::Follow(const Caller& caller, const core::Ulid& patient_id,
                                        const std::optional<std::string>& workflow) {
  db::Params params;
  params.Id(caller.context.tenant_id).Id(patient_id).Text(workflow);
  return RetryAborted(caller.deadline,
                      [&]() -> absl::StatusOr<db::Rows> {
                        auto transaction = database_.Begin(caller.context, caller.deadline);
                        if (!transaction.ok()) return transaction.status();
                        return transaction->RunAndCommit(kFollow, params);
                      })
      .status();
}

}  // namespace enlace::appointment::storage
