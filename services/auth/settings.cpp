#include "services/auth/settings.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

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

absl::StatusOr<MailSettings> ReadMailSettings(core::Config& config) {
  MailSettings settings;
  auto& smtp = settings.smtp;
  smtp.url =
      config.Required("ENLACE_SMTP_URL", "the mail server, smtp://host:port or smtps://host:port");
  const auto from =
      config.Required("ENLACE_MAIL_FROM", "whom mails come from: Enlace <no-reply@example.com>");
  settings.public_url = config.Required(
      "ENLACE_PUBLIC_URL", "where people reach the gateway: https://enlace.example.com");
  smtp.user = config.Optional("ENLACE_SMTP_USER", "");
  if (!smtp.user.empty()) {
    smtp.password = config.RequiredFile("ENLACE_SMTP_PASSWORD_FILE",
                                        "a file with the password of ENLACE_SMTP_USER");
  }
  const auto tls = config.Optional("ENLACE_SMTP_TLS", "required");
  if (tls != "required" && tls != "off") {
    config.Refuse("ENLACE_SMTP_TLS", "is wrong: it must be required or off");
  }
  smtp.require_tls = tls != "off";
  if (!smtp.url.empty() && !mail::IsSmtpUrl(smtp.url)) {
    config.Refuse("ENLACE_SMTP_URL", "is wrong: it must be smtp://host:port or smtps://host:port");
  }
  auto listed = outbound::ParseEndpoints(config.Optional("ENLACE_OUTBOUND_PRIVATE", ""));
  if (listed.ok()) {
    smtp.private_endpoints = *std::move(listed);
  } else {
    config.Refuse("ENLACE_OUTBOUND_PRIVATE",
                  absl::StrCat("is wrong: ", listed.status().message(),
                               "; it lists what may be called at an address that is not public: "
                               "mail.internal:25,10.0.0.7:587"));
  }
  const auto mailbox = mail::ParseMailbox(from);
  if (mailbox) {
    smtp.from = *mailbox;
  } else if (!from.empty()) {
    config.Refuse("ENLACE_MAIL_FROM", "is wrong: it must be an address, or Name <address>");
  }
  if (auto status = config.status(); !status.ok()) return status;
  if (!absl::StartsWith(settings.public_url, "https://") &&
      !absl::StartsWith(settings.public_url, "http://")) {
    return absl::InvalidArgumentError(
        "ENLACE_PUBLIC_URL is wrong: it must begin with https:// or http://");
  }
  while (settings.public_url.ends_with('/')) settings.public_url.pop_back();
  return settings;
}

}  // namespace enlace::auth
