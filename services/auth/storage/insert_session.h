#pragma once

#include <optional>

#include "absl/status/status.h"
#include "libs/db/context.h"
#include "libs/db/database.h"
#include "services/auth/domain/session.h"

namespace enlace::auth::storage {

// Stores a session of the tenant `context.tenant_id` and its first refresh token, within a
// transaction of the platform role. PERMISSION_DENIED (NO_MEMBERSHIP) unless the user, its
// membership and the tenant are in force.
absl::Status InsertSession(db::Transaction& transaction, const db::TenantContext& context,
                           const NewSession& session);

// Stores a refresh token of a session; `parent`: the token that it was changed for.
absl::Status InsertRefreshToken(db::Transaction& transaction, const core::Ulid& tenant_id,
                                const core::Ulid& session_id,
                                const std::optional<core::Ulid>& parent,
                                const NewRefreshToken& token);

}  // namespace enlace::auth::storage
