#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

struct pg_conn;

namespace enlace::db {

// Internal to libs/db: an open connection of libpqxx, which closes it, and the libpq handle
// beneath, on which the statements travel. The differences between libpqxx 6 and 7 end here.
class Link {
 public:
  // UNAVAILABLE when the server refuses or can't be reached, DEADLINE_EXCEEDED when it does not
  // answer by `deadline`.
  static absl::StatusOr<std::unique_ptr<Link>> Open(const std::string& url, absl::Time deadline);

  virtual ~Link() = default;
  virtual pg_conn* handle() const = 0;
};

}  // namespace enlace::db
