#pragma once

#include <string>
#include <vector>

namespace enlace::audit {

// `maintain [--dry-run]`: makes the months of the audit's records ahead of time and drops those
// that are due, as the owner of the database (ENLACE_OWNER_DATABASE_URL), and prints what it did.
// `arguments` are those after the command's name. Answers the exit code: 0 when all is well, 1 when
// it failed, 2 for wrong arguments or configuration, 3 when it said what somebody has to look at.
int MaintainPartitions(const std::vector<std::string>& arguments);

}  // namespace enlace::audit
