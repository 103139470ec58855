#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"

namespace enlace::auth {

// `data-keys rewrap|add`: reads a file of data keys from standard input, which may be empty, and
// prints it to standard output with every key encrypted by the newest key of the key-management
// service; `add` puts a new one behind them. scripts/data_keys.sh calls it. `arguments` are those
// after the command's name. INVALID_ARGUMENT, with the usage, for wrong ones, for wrong
// configuration and for a file that doesn't open.
absl::Status WriteDataKeys(const std::vector<std::string>& arguments);

}  // namespace enlace::auth
