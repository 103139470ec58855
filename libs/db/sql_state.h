#pragma once

#include "absl/status/status.h"

struct pg_result;

namespace enlace::db {

// Internal to libs/db.

// The status of a result that holds the server's refusal: code by SQLSTATE, a public message
// without SQL, and for the log SQLSTATE and object names. Never DETAIL, and the server's message
// only for the classes whose messages hold no values of rows or parameters.
absl::Status StatusOfRefusal(const pg_result* result);

// UNAVAILABLE: the connection broke, or could not be opened.
absl::Status ConnectionLost(std::string_view internal);

// DEADLINE_EXCEEDED.
absl::Status DeadlinePassed(std::string_view internal);

// The same status with reason COMMIT_IN_DOUBT: what was sent may have been committed.
absl::Status InDoubt(const absl::Status& status);

}  // namespace enlace::db
