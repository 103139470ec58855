#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "libs/core/data_keys.h"
#include "libs/core/key_management.h"

namespace enlace::core {

// The file of data keys: in each line one, encrypted by a key-management service and written in
// base 64. It opens nothing without that service. Errors of the service come as they are; messages
// name lines, never what they hold.

// The keys in the order of the lines. INVALID_ARGUMENT for other than one to eight lines, a line
// that is not encrypted, and one that the service doesn't open.
absl::StatusOr<DataKeys> OpenDataKeys(std::string_view lines, const KeyManagement& kms);

// The file with every line encrypted by the service's newest key. A line of 64 hexadecimal digits
// is taken for a key that was not encrypted yet. Data stays readable: the keys are the same ones.
absl::StatusOr<std::string> RewrapDataKeys(std::string_view lines, const KeyManagement& kms);

// RewrapDataKeys, and a new random key at the end; of nothing a file with one key.
absl::StatusOr<std::string> AddDataKey(std::string_view lines, const KeyManagement& kms);

}  // namespace enlace::core
