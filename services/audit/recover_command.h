#pragma once

#include <string>
#include <vector>

namespace enlace::audit {

// `recover`: what a restored audit needs before its services start, with the service's own
// configuration: see storage/recovery.h. Prints, parted by tabs, a line for each tenant: its id,
// the records of its chain, how many were signed, how many of those are lost, their positions or
// "-", and when the newest record kept happened or "-". `arguments` are those after the command's
// name. Answers the exit code: 0 when nothing that was signed is lost, 1 when it failed, 2 for
// wrong arguments or configuration, 3 when records are lost, or a tenant's file is missing.
int RecoverAudit(const std::vector<std::string>& arguments);

}  // namespace enlace::audit
