#pragma once

#include <iosfwd>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/audit/storage/partitions.h"

namespace enlace::audit::storage {

// Makes the months that are missing, drops those that are due, and writes to `out` a line for each
// thing that it did or that somebody has to look at: a month that could not be made or dropped,
// records that are in no month. A dry run changes nothing and says what it would do. Answers
// whether all is well. A month that fails does not keep it from the others; the errors are those of
// looking, and of a database that is gone.
absl::StatusOr<bool> Maintain(Partitions& partitions, bool dry_run, std::ostream& out);

}  // namespace enlace::audit::storage
