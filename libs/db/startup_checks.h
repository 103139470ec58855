#pragma once

#include <string>

#include "absl/status/status.h"

namespace enlace::db {

struct StartupExpectations {
  // Number of the newest migration that the program was built with.
  long migration_version = 0;
};

// Refuses (FAILED_PRECONDITION, the message says what to do) when the role of `url` is superuser,
// BYPASSRLS, or owns a table; when the server is older than 15; when goose_db_version is behind
// the expectation; when synchronous_commit is off.
absl::Status CheckBeforeServing(const std::string& url, const StartupExpectations& expectations);

}  // namespace enlace::db
