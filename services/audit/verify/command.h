#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace enlace::audit::verify {

// `--key KEYFILE --export EXPORT.ndjson --checkpoints FILE [--checkpoints FILE…]`. KEYFILE holds
// the verifier keys that were in use, one a line. Prints what it found to `out`, and what keeps it
// from checking to `err`. Returns the exit code: 0 nothing found, 1 findings, 2 wrong usage or a
// file that can't be read.
int Run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err);

}  // namespace enlace::audit::verify
