#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "libs/db/database.h"

namespace enlace::auth::storage {

// INVALID_ARGUMENT (WORKFLOW_UNKNOWN), naming each `workflows[i]` that is no workflow of the tenant
// or one that the transaction's own caller is limited away from. Asks nothing for no names.
absl::Status JudgeWorkflows(db::Transaction& transaction, const core::Ulid& tenant_id,
                            const std::vector<std::string>& names);

}  // namespace enlace::auth::storage
