#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace enlace::auth {

// `create-platform-key --role platform_admin|internal_service --name NAME`: makes a credential of
// the platform and prints its plaintext, the only time it is seen, to standard output. `arguments`
// are those after the command's name. INVALID_ARGUMENT, with the usage, for wrong ones and for
// wrong configuration.
absl::Status CreatePlatformKey(const std::vector<std::string>& arguments);

}  // namespace enlace::auth
