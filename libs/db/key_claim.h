#pragma once

#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "libs/db/database.h"
#include "libs/db/write_intent.h"

namespace enlace::db {

// Internal to libs/db: the statements that claim an idempotency key.

// Removes an expired claim of the key, and lets the claim wait a little less long than the call may
// take, so that whoever waits in vain is still told why.
extern const Statement kPrepareClaim;
// SQLSTATE 23505 when the key is taken. Waits for a call that holds it and has not ended.
extern const Statement kClaim;
// Stores the answer beside the claim.
extern const Statement kKeepAnswer;
// The answer of a claim that has not expired.
extern const Statement kFindAnswer;

// Parameters of kClaim and kFindAnswer; `scope`: the tenant, nil for the platform.
Params ClaimParams(const core::Ulid& scope, const WriteIntent::Key& key);
Params PrepareClaimParams(Params claim, absl::Time deadline);
// `answer`: any bytes.
Params KeepAnswerParams(Params claim, std::string_view answer);

}  // namespace enlace::db
