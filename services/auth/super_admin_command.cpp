#include "services/auth/super_admin_command.h"

#include <iostream>

#include "absl/strings/ascii.h"
#include "absl/time/clock.h"
#include "libs/core/config.h"
#include "services/auth/settings.h"
#include "services/auth/storage/user_repository.h"

namespace enlace::auth {
namespace {

constexpr char kGrant[] = "grant-super-admin";

}  // namespace

absl::Status ChangeSuperAdmin(const std::vector<std::string>& arguments) {
  if (arguments.size() != 2) {
    return absl::InvalidArgumentError(
        "usage: enlace-auth grant-super-admin|revoke-super-admin EMAIL");
  }
  core::Config config;
  const auto settings = ReadSettings(config);
  if (!settings.ok()) return settings.status();
  const auto database =
      db::PlatformDatabase::Open({.url = settings->platform_database_url, .pool_size = 1});
  if (!database.ok()) return database.status();
  storage::PostgresUserRepository users(**database);
  const bool grant = arguments[0] == kGrant;
  const auto email = absl::AsciiStrToLower(arguments[1]);
  const auto changed = users.SetSuperAdmin(email, grant, absl::Now() + absl::Seconds(10));
  if (!changed.ok()) return changed.status();
  if (!*changed) return absl::NotFoundError("nobody signs in to a clinic with that e-mail");
  std::cout << email << (grant ? " is" : " is no longer") << " a super admin" << std::endl;
  return absl::OkStatus();
}

}  // namespace enlace::auth
