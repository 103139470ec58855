#include "services/audit/settings.h"

#include <sodium.h>
#include <unistd.h>

#include <filesystem>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "libs/core/absl_view.h"

namespace enlace::audit {
namespace {

constexpr std::size_t kMostKeys = 8;

std::optional<CheckpointKey::Seed> ReadSeed(absl::string_view line) {
  CheckpointKey::Seed seed{};
  std::size_t length = 0;
  const bool good =
      line.size() == 2 * seed.size() && sodium_hex2bin(seed.data(), seed.size(), line.data(),
                                                       line.size(), nullptr, &length, nullptr) == 0;
  return good ? std::optional(seed) : std::nullopt;
}

// False for anything but one to eight lines of 64 hexadecimal digits.
bool ReadKeys(const std::string& text, CheckpointSettings& settings) {
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipWhitespace())) {
    auto seed = ReadSeed(absl::StripAsciiWhitespace(line));
    if (!seed) return false;
    auto key = std::make_unique<const CheckpointKey>(*seed);
    sodium_memzero(seed->data(), seed->size());
    settings.public_keys.push_back(key->public_key());
    if (!settings.key) settings.key = std::move(key);
  }
  return settings.key && settings.public_keys.size() <= kMostKeys;
}

bool IsWritable(const std::string& directory) {
  std::error_code fault;
  return std::filesystem::is_directory(directory, fault) &&
         access(directory.c_str(), R_OK | W_OK | X_OK) == 0;
}

}  // namespace

CheckpointSettings ReadCheckpointSettings(core::Config& config) {
  CheckpointSettings settings;
  const auto keys = config.RequiredFile(
      "ENLACE_AUDIT_KEY_FILE",
      "a file with 64 hexadecimal digits a line, the Ed25519 seeds that checkpoints are signed by");
  if (!keys.empty() && !ReadKeys(keys, settings)) {
    config.Refuse("ENLACE_AUDIT_KEY_FILE",
                  "is wrong: the file must hold one to eight lines of 64 hexadecimal digits; "
                  "openssl rand -hex 32 makes one");
  }
  settings.directory =
      config.Required("ENLACE_CHECKPOINT_DIR",
                      "the directory, outside of the database, that checkpoints are kept in");
  if (!settings.directory.empty() && !IsWritable(settings.directory)) {
    config.Refuse("ENLACE_CHECKPOINT_DIR",
                  "is wrong: it must be a directory that the service can write to");
  }
  settings.interval = absl::Seconds(config.Int("ENLACE_CHECKPOINT_SECONDS", 60, 1, 60));
  return settings;
}

}  // namespace enlace::audit
