#include "libs/rpc/data_key_settings.h"

#include "absl/strings/str_cat.h"
#include "libs/core/data_key_file.h"
#include "libs/core/local_key_management.h"

namespace enlace::rpc {
namespace {

constexpr char kKms[] = "ENLACE_KMS_KEY_FILE";
constexpr char kDataKeys[] = "ENLACE_DATA_KEY_FILE";

}  // namespace

std::unique_ptr<const core::KeyManagement> ReadKeyManagement(core::Config& config) {
  const auto text =
      config.RequiredFile(kKms, "a file with key-encryption keys of 64 hexadecimal digits a line");
  auto kms = core::LocalKeyManagement::FromHex(text);
  if (kms.ok()) return std::make_unique<const core::LocalKeyManagement>(*std::move(kms));
  if (!text.empty()) {
    config.Refuse(kKms,
                  "is wrong: the file must hold one to eight lines of 64 hexadecimal digits; "
                  "openssl rand -hex 32 makes one");
  }
  return nullptr;
}

std::unique_ptr<const core::DataKeys> ReadDataKeys(core::Config& config) {
  const auto kms = ReadKeyManagement(config);
  const auto text = config.RequiredFile(
      kDataKeys, "a file with encrypted data keys, which scripts/data_keys.sh makes");
  if (!kms || text.empty()) return nullptr;
  auto keys = core::OpenDataKeys(text, *kms);
  if (keys.ok()) return std::make_unique<const core::DataKeys>(*std::move(keys));
  config.Refuse(kDataKeys, absl::StrCat("is wrong: ", keys.status().message(),
                                        "; scripts/data_keys.sh makes data keys and encrypts them "
                                        "with the keys of ",
                                        kKms));
  return nullptr;
}

}  // namespace enlace::rpc
