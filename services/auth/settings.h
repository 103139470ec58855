#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "libs/core/config.h"
#include "libs/mail/smtp_sender.h"
#include "services/auth/domain/key_hasher.h"
#include "services/auth/domain/token_keys.h"

namespace enlace::auth {

// What the auth service is configured with beyond what every service needs.
struct Settings {
  // libpq connection string of the role that resolves credentials and administers tenants.
  std::string platform_database_url;
  // Part of new keys: dev, test or live.
  std::string environment;
  KeyHasher hasher;
  TokenKeys token_keys;
};

// How mails are sent.
struct MailSettings {
  mail::SmtpOptions smtp;
  // Where the links in them lead to: the gateway as people reach it, without a slash at its end.
  std::string public_url;
};

// INVALID_ARGUMENT with one line for each variable that is missing or wrong.
absl::StatusOr<Settings> ReadSettings(core::Config& config);
absl::StatusOr<MailSettings> ReadMailSettings(core::Config& config);

}  // namespace enlace::auth
