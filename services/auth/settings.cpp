#include "services/auth/settings.h"

#include <utility>

namespace enlace::auth {

absl::StatusOr<Settings> ReadSettings(core::Config& config) {
  auto url = config.Required("ENLACE_PLATFORM_DATABASE_URL",
                             "the libpq connection string of the role enlace_auth_platform");
  const auto pepper = config.RequiredFile(
      "ENLACE_API_KEY_PEPPER_FILE", "a file with at least 32 random bytes as hexadecimal text");
  const auto token_secrets = config.RequiredFile(
      "ENLACE_TOKEN_KEY_FILE",
      "a file with 64 hexadecimal digits a line, of which the keys of access tokens are made");
  auto environment = config.Optional("ENLACE_ENVIRONMENT", "dev");
  if (auto status = config.status(); !status.ok()) return status;
  if (environment != "dev" && environment != "test" && environment != "live") {
    return absl::InvalidArgumentError("ENLACE_ENVIRONMENT is wrong: it must be dev, test or live");
  }
  auto hasher = KeyHasher::FromHex(pepper);
  if (!hasher.ok()) {
    return absl::InvalidArgumentError(
        "ENLACE_API_KEY_PEPPER_FILE is wrong: the file must hold at least 64 hexadecimal digits; "
        "openssl rand -hex 32 makes them");
  }
  const auto secrets = core::DataKeys::FromHex(token_secrets);
  if (!secrets.ok()) {
    return absl::InvalidArgumentError(
        "ENLACE_TOKEN_KEY_FILE is wrong: the file must hold one to eight lines of 64 hexadecimal "
        "digits; openssl rand -hex 32 makes one");
  }
  return Settings{std::move(url), std::move(environment), *std::move(hasher),
                  MakeTokenKeys(*secrets)};
}

}  // namespace enlace::auth
