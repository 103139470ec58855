#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "libs/db/database.h"
#include "services/auth/domain/tenant.h"

namespace enlace::auth::storage {

// Stores a checked tenant and claims its names, within a transaction of the platform role; errors
// of TenantRepository::Create. The row of its name's counter is held until the commit.
absl::StatusOr<Tenant> CreateTenant(db::Transaction& transaction, const core::Ulid& id,
                                    const NewTenant& tenant, absl::Time now);

}  // namespace enlace::auth::storage
