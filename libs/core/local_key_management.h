#pragma once

#include "libs/core/key_management.h"
#include "libs/core/sealer.h"

namespace enlace::core {

// Key-encryption keys from a file of this machine, for installations without a KMS. Thread-safe.
class LocalKeyManagement final : public KeyManagement {
 public:
  // Lines as DataKeys takes them: the first encrypts, all decrypt.
  static absl::StatusOr<LocalKeyManagement> FromHex(std::string_view lines);

  absl::StatusOr<std::string> Encrypt(const DataKeys::Key& data_key) const override;
  absl::StatusOr<DataKeys::Key> Decrypt(std::string_view encrypted) const override;

 private:
  explicit LocalKeyManagement(const DataKeys& keys) : sealer_(keys, KeyPurpose::kDataKeys) {}
  Sealer sealer_;
};

}  // namespace enlace::core
