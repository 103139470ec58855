#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libs/core/config.h"
#include "libs/db/startup_checks.h"
#include "libs/mail/smtp_sender.h"
#include "libs/rpc/server.h"
#include "libs/rpc/service_process.h"
#include "services/auth/domain/account_service.h"
#include "services/auth/domain/credential_service.h"
#include "services/auth/domain/mail_relay.h"
#include "services/auth/domain/member_service.h"
#include "services/auth/domain/password_service.h"
#include "services/auth/domain/sign_in_service.h"
#include "services/auth/platform_key_command.h"
#include "services/auth/rpc/auth_rpc.h"
#include "services/auth/rpc/identity_rpc.h"
#include "services/auth/rpc/member_rpc.h"
#include "services/auth/settings.h"
#include "services/auth/storage/account_repository.h"
#include "services/auth/storage/api_key_repository.h"
#include "services/auth/storage/attempt_repository.h"
#include "services/auth/storage/credential_repository.h"
#include "services/auth/storage/mail_repository.h"
#include "services/auth/storage/member_repository.h"
#include "services/auth/storage/session_repository.h"
#include "services/auth/storage/tenant_repository.h"
#include "services/auth/storage/user_repository.h"

namespace enlace::auth {
namespace {

constexpr long kNewestMigration = ENLACE_MIGRATION;

absl::Status Serve() {
  core::Config config;
  const auto settings = ReadSettings(config);
  if (!settings.ok()) return settings.status();
  const auto mail_settings = ReadMailSettings(config);
  if (!mail_settings.ok()) return mail_settings.status();
  const int pool_size = config.Int("ENLACE_POOL_SIZE", 16, 1, 200);
  if (auto status = config.status(); !status.ok()) return status;

  if (auto status = db::CheckBeforeServing(settings->platform_database_url,
                                           {.migration_version = kNewestMigration});
      !status.ok()) {
    return status;
  }
  const auto platform =
      db::PlatformDatabase::Open({.url = settings->platform_database_url, .pool_size = pool_size});
  if (!platform.ok()) return platform.status();

  const core::SystemClock clock;
  storage::PostgresCredentialRepository credentials(**platform);
  KeyUse uses(credentials, clock);
  auto process = enlace::rpc::ServiceProcess::Start(
      config, {.service = "auth",
               .migration_version = kNewestMigration,
               .resolver = std::make_unique<CredentialService>(
                   credentials, uses, settings->hasher, settings->token_keys.published, clock),
               .credential_max_age = absl::ZeroDuration(),
               .platform = platform->get()});
  if (!process.ok()) return process.status();

  storage::PostgresTenantRepository tenant_rows((*process)->database(), **platform);
  storage::PostgresApiKeyRepository key_rows((*process)->database());
  TenantService tenants(tenant_rows, clock);
  ApiKeyService keys(key_rows, settings->hasher, settings->environment, clock);
  const enlace::rpc::PageTokens page_tokens((*process)->data_keys());
  rpc::AuthRpc auth((*process)->pipeline(), tenants, keys, page_tokens);

  storage::PostgresUserRepository users(**platform);
  storage::PostgresSessionRepository session_rows(**platform);
  storage::PostgresAttemptRepository attempts(**platform);
  PasswordGate gate;
  SignInThrottle throttle(attempts, settings->hasher, clock);
  SessionService sessions(session_rows, settings->token_keys.signing, settings->hasher, clock);
  SignInService sign_ins({.users = users,
                          .tenants = tenant_rows,
                          .sessions = sessions,
                          .gate = gate,
                          .throttle = throttle,
                          .clock = clock});
  PasswordService passwords(users, gate, throttle, clock);

  storage::PostgresMailRepository mails(**platform);
  storage::PostgresAccountRepository account_rows(**platform);
  const MailTokens mail_tokens((*process)->data_keys());
  mail::SmtpSender sender(mail_settings->smtp);
  AccountService accounts({.users = users,
                           .mails = mails,
                           .accounts = account_rows,
                           .sign_ins = sign_ins,
                           .gate = gate,
                           .throttle = throttle,
                           .tokens = mail_tokens,
                           .clock = clock});
  MailRelay relay({.mails = mails,
                   .sender = sender,
                   .tokens = mail_tokens,
                   .public_url = mail_settings->public_url,
                   .clock = clock});
  rpc::IdentityRpc identity((*process)->pipeline(), sign_ins, sessions, passwords, accounts,
                            settings->token_keys.published);

  storage::PostgresMemberRepository member_rows((*process)->database());
  MemberService members(member_rows, clock);
  rpc::MemberRpc member_rpc((*process)->pipeline(), members, page_tokens);
  return (*process)->Serve({&auth, &identity, &member_rpc});
}

}  // namespace
}  // namespace enlace::auth

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (!arguments.empty() && arguments[0] == "create-platform-key") {
    return enlace::rpc::ExitCode(
        enlace::auth::CreatePlatformKey({arguments.begin() + 1, arguments.end()}));
  }
  if (!arguments.empty()) {
    std::cerr << "usage: enlace-auth, or enlace-auth create-platform-key\n";
    return 2;
  }
  enlace::rpc::BlockSignals();
  return enlace::rpc::ExitCode(enlace::auth::Serve());
}
