#pragma once

#include "absl/status/statusor.h"
#include "libs/db/context.h"
#include "libs/db/database.h"
#include "services/appointment/domain/caller.h"

namespace enlace::appointment::storage {

// Whether live appointments that have not ended stand in the way of a deletion. $1 tenant, $2 the
// doctor, the site or the room; for Asked.
extern const db::Statement kAppointmentsOfPractitioner;
extern const db::Statement kAppointmentsOfLocation;
extern const db::Statement kAppointmentsOfRoom;

// The caller's tenant, and every owner's and workflow's appointments in it: all of them count.
db::TenantContext OfEveryOwner(const Caller& caller);

// The answer of a SELECT EXISTS (…) AS found.
absl::StatusOr<bool> Asked(db::Transaction& transaction, const db::Statement& statement,
                           const db::Params& params);

}  // namespace enlace::appointment::storage
