#pragma once

#include <optional>

#include "libs/core/ulid.h"
#include "libs/db/database.h"
#include "libs/db/params.h"
#include "services/appointment/domain/waitlist_entry.h"

namespace enlace::appointment::storage {

// What the waitlist and its worker run. $1 is the tenant everywhere.

extern const db::Statement kWaitlistEndOffers;
extern const db::Statement kWaitlistEndWishes;
// $2 the entry before, $3 how many, $4 doctor, $5 and $6 the time.
const db::Statement& WaitlistWaitingStatement();
// $2 entry.
const db::Statement& WaitlistOneWaitingStatement();
const db::Statement& WaitlistOfferStatement();

extern const db::Statement kWaitlistAdd;
// $2 entry.
const db::Statement& WaitlistFindStatement();
extern const db::Statement kWaitlistLeave;
// $3 offer; empty: whichever.
extern const db::Statement kWaitlistDecline;

// The statement of a list has the filters that were sent and no other: its plan is kept for all
// values, and would use no index if a filter could be absent.
const db::Statement& WaitlistListStatement(const WaitlistFilter& filter);
db::Params WaitlistListParams(const core::Ulid& tenant_id, const WaitlistFilter& filter,
                              const std::optional<core::Ulid>& after, int limit);

}  // namespace enlace::appointment::storage
