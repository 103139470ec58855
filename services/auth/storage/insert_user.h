#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "libs/db/database.h"
#include "services/auth/domain/user.h"

namespace enlace::auth::storage {

// Stores a new user. False when somebody has its e-mail.
absl::StatusOr<bool> InsertUser(db::Transaction& transaction, const User& user,
                                const std::string& password_hash);

}  // namespace enlace::auth::storage
