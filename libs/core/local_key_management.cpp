#include "libs/core/local_key_management.h"

#include <algorithm>

namespace enlace::core {
namespace {

constexpr std::string_view kBoundTo = "enlace data key";

}  // namespace

absl::StatusOr<LocalKeyManagement> LocalKeyManagement::FromHex(std::string_view lines) {
  const auto keys = DataKeys::FromHex(lines);
  if (!keys.ok()) return keys.status();
  return LocalKeyManagement(*keys);
}

absl::StatusOr<std::string> LocalKeyManagement::Encrypt(const DataKeys::Key& data_key) const {
  return sealer_.Seal({reinterpret_cast<const char*>(data_key.data()), data_key.size()}, kBoundTo);
}

absl::StatusOr<DataKeys::Key> LocalKeyManagement::Decrypt(std::string_view encrypted) const {
  const auto opened = sealer_.Open(encrypted, kBoundTo);
  DataKeys::Key key{};
  if (!opened || opened->size() != key.size()) {
    return absl::InvalidArgumentError("no key-encryption key opens it");
  }
  std::copy(opened->begin(), opened->end(), key.begin());
  return key;
}

}  // namespace enlace::core
