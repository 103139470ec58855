#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "libs/db/database.h"
#include "services/auth/domain/user.h"

namespace enlace::auth::storage {

// Stores a new user. False when somebody has its e-mail. `password_expires_at`: of a temporary
// password.
absl::StatusOr<bool> InsertUser(
    db::Transaction& transaction, const User& user, const std::string& password_hash,
    const std::optional<absl::Time>& password_expires_at = std::nullopt);

}  // namespace enlace::auth::storage
