#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "libs/core/data_keys.h"

namespace enlace::core {

// What envelope encryption asks of a key-management service (KMS): it holds key-encryption keys
// that never leave it, and encrypts and decrypts with them the data keys that everything else is
// encrypted with. Called when a process starts, never in a call's way. Thread-safe.
class KeyManagement {
 public:
  virtual ~KeyManagement() = default;

  // The data key under the newest key-encryption key: opaque bytes that name that key.
  virtual absl::StatusOr<std::string> Encrypt(const DataKeys::Key& data_key) const = 0;

  // INVALID_ARGUMENT for what was changed, was never encrypted here, or was encrypted with a
  // key-encryption key that is not there any more; UNAVAILABLE where the service can't be asked.
  virtual absl::StatusOr<DataKeys::Key> Decrypt(std::string_view encrypted) const = 0;
};

}  // namespace enlace::core
