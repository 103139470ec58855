#include "services/auth/platform_key_command.h"

#include <sodium.h>

#include <iostream>
#include <optional>

#include "absl/time/clock.h"
#include "services/auth/domain/platform_key.h"
#include "services/auth/settings.h"
#include "services/auth/storage/credential_repository.h"

namespace enlace::auth {
namespace {

constexpr std::string_view kUsage =
    "usage: enlace-auth create-platform-key --role platform_admin|internal_service --name NAME";

struct Options {
  authn::Role role;
  std::string name;
};

std::optional<Options> ReadOptions(const std::vector<std::string>& arguments) {
  std::optional<authn::Role> role;
  std::string name;
  if (arguments.size() != 4) return std::nullopt;
  for (std::size_t i = 0; i < arguments.size(); i += 2) {
    if (arguments[i] == "--role") {
      role = ReadPlatformRole(arguments[i + 1]);
    } else if (arguments[i] == "--name") {
      name = arguments[i + 1];
    } else {
      return std::nullopt;
    }
  }
  if (!role || name.empty()) return std::nullopt;
  return Options{*role, std::move(name)};
}

}  // namespace

absl::Status CreatePlatformKey(const std::vector<std::string>& arguments) {
  const auto options = ReadOptions(arguments);
  if (!options) return absl::InvalidArgumentError(std::string(kUsage));
  if (sodium_init() < 0) return absl::InternalError("libsodium can't be initialized");
  core::Config config;
  const auto settings = ReadSettings(config);
  if (!settings.ok()) return settings.status();
  const auto database =
      db::PlatformDatabase::Open({.url = settings->platform_database_url, .pool_size = 1});
  if (!database.ok()) return database.status();
  storage::PostgresCredentialRepository credentials(**database);
  const auto now = absl::Now();
  const auto plaintext =
      IssuePlatformKey(credentials, settings->hasher, settings->environment, options->role,
                       options->name, now, now + absl::Seconds(10));
  if (!plaintext.ok()) return plaintext.status();
  std::cout << *plaintext << std::endl;
  return absl::OkStatus();
}

}  // namespace enlace::auth
