#include "services/appointment/storage/appointments_to_come.h"

namespace enlace::appointment::storage {

// What has not ended began at most 12 hours ago: where the index is entered.
#define STILL_TO_COME(column)                                           \
  "SELECT EXISTS (SELECT FROM appointments AS a"                        \
  " WHERE a.tenant_id = $1 AND a." column                               \
  " = $2"                                                               \
  " AND a.start_at > now() - interval '12 hours' AND a.end_at > now() " \
  "AND a.deleted_at IS NULL AND a.state NOT IN ('CANCELLED', 'NO_SHOW')) AS found"

const db::Statement kAppointmentsOfPractitioner{"practitioner_has_appointments",
                                                STILL_TO_COME("practitioner_id")};
const db::Statement kAppointmentsOfLocation{"location_has_appointments",
                                            STILL_TO_COME("location_id")};
const db::Statement kAppointmentsOfRoom{"room_has_appointments", STILL_TO_COME("room_id")};

db::TenantContext OfEveryOwner(const Caller& caller) {
  auto context = caller.context;
  context.owner_scope.clear();
  context.workflows.clear();
  return context;
}

absl::StatusOr<bool> Asked(db::Transaction& transaction, const db::Statement& statement,
                           const db::Params& params) {
  const auto rows = transaction.Run(statement, params);
  if (!rows.ok()) return rows.status();
  return (*rows)[0].Bool("found");
}

}  // namespace enlace::appointment::storage
