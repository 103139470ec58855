#pragma once

#include "absl/status/status.h"
#include "libs/db/database.h"

namespace enlace::auth::storage {

// PERMISSION_DENIED (ROLE_NOT_ALLOWED) when the actor is a user who only acts in the tenant's name:
// what it made would outlast that. Of any other actor OK.
absl::Status JudgeActing(db::Transaction& transaction, const db::TenantContext& context);

}  // namespace enlace::auth::storage
