#pragma once

#include "libs/db/database.h"

namespace enlace::auth::storage {

// Inserts refusals (libs/refusals/refusal_outbox.h) under the platform role: one that concerns a
// user and no tenant goes to each tenant that the user is in, or to the platform where there is
// none.
extern const db::Statement kRefusedSignIns;

}  // namespace enlace::auth::storage
