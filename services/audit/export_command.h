#pragma once

#include <string>
#include <vector>

namespace enlace::audit {

// What enlace-audit-verify needs of an installation whose services don't run. `arguments` are those
// after the command's name. Both answer the exit code: 0 when all is well, 1 when it failed, 2 for
// wrong arguments or configuration.

// `export TENANT`: prints the tenant's whole chain, as the API exports it to an auditor: it can be
// checked, and holds nobody's data. Exit code 3: payloads of persons who were not erased don't
// open, because ENLACE_DATA_KEY_FILE lacks the line that sealed their keys, or somebody changed
// them.
int ExportChain(const std::vector<std::string>& arguments);

// `verifier-keys`: prints the public keys of ENLACE_AUDIT_KEY_FILE, one a line.
int PrintVerifierKeys(const std::vector<std::string>& arguments);

}  // namespace enlace::audit
