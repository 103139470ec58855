#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libs/core/config.h"
#include "libs/db/startup_checks.h"
#include "libs/mail/smtp_sender.h"
#include "libs/refusals/refusal_outbox.h"
#include "libs/rpc/server.h"
#include "libs/rpc/service_process.h"
#include "services/auth/auth_metrics.h"
#include "services/auth/data_keys_command.h"
#include "services/auth/domain/account_service.h"
#include "services/auth/domain/acting_service.h"
#include "services/auth/domain/administrator_service.h"
#include "services/auth/domain/credential_service.h"
#include "services/auth/domain/doctor_relay.h"
#include "services/auth/domain/doctor_service.h"
#include "services/auth/domain/limit_relay.h"
#include "services/auth/domain/mail_relay.h"
#include "services/auth/domain/member_service.h"
#include "services/auth/domain/mfa_service.h"
#include "services/auth/domain/password_service.h"
#include "services/auth/domain/plan_service.h"
#include "services/auth/domain/sign_in_service.h"
#include "services/auth/domain/terms_service.h"
#include "services/auth/domain/usage_service.h"
#include "services/auth/domain/workflow_service.h"
#include "services/auth/platform_key_command.h"
#include "services/auth/rpc/auth_rpc.h"
#include "services/auth/rpc/doctor_order_client.h"
#include "services/auth/rpc/identity_rpc.h"
#include "services/auth/rpc/limit_client.h"
#include "services/auth/rpc/member_rpc.h"
#include "services/auth/rpc/plan_rpc.h"
#include "services/auth/rpc/terms_rpc.h"
#include "services/auth/rpc/workflow_rpc.h"
#include "services/auth/settings.h"
#include "services/auth/storage/account_repository.h"
#include "services/auth/storage/api_key_repository.h"
#include "services/auth/storage/attempt_repository.h"
#include "services/auth/storage/credential_repository.h"
#include "services/auth/storage/doctor_order_repository.h"
#include "services/auth/storage/mail_repository.h"
#include "services/auth/storage/member_repository.h"
#include "services/auth/storage/mfa_repository.h"
#include "services/auth/storage/plan_repository.h"
#include "services/auth/storage/refused_sign_ins.h"
#include "services/auth/storage/session_repository.h"
#include "services/auth/storage/tenant_repository.h"
#include "services/auth/storage/terms_repository.h"
#include "services/auth/storage/usage_counts.h"
#include "services/auth/storage/user_repository.h"
#include "services/auth/storage/workflow_repository.h"
#include "services/auth/super_admin_command.h"

namespace enlace::auth {
namespace {

constexpr long kNewestMigration = ENLACE_MIGRATION;

absl::Status Serve() {
  core::Config config;
  const auto settings = ReadSettings(config);
  if (!settings.ok()) return settings.status();
  const auto mail_settings = ReadMailSettings(config);
  if (!mail_settings.ok()) return mail_settings.status();
  const auto patient_address =
      enlace::rpc::ReadServiceAddress(config, "ENLACE_PATIENT_ADDRESS", "patient");
  const auto appointment_address =
      enlace::rpc::ReadServiceAddress(config, "ENLACE_APPOINTMENT_ADDRESS", "appointment");
  const auto audit_address =
      enlace::rpc::ReadServiceAddress(config, "ENLACE_AUDIT_ADDRESS", "audit");
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
               .platform = platform->get(),
               .refusals = [&platform](db::TenantDatabase&, const core::DataKeys&) {
                 return std::make_unique<refusals::RefusalOutbox>(**platform,
                                                                  storage::kRefusedSignIns);
               }});
  if (!process.ok()) return process.status();

  storage::PostgresPlanRepository plan_rows(**platform);
  const auto appointment_channel = (*process)->ChannelTo("appointment", appointment_address);
  const auto patient_channel = (*process)->ChannelTo("patient", patient_address);
  rpc::LimitClient patient_limits(patient_channel, (*process)->service_key());
  rpc::LimitClient doctor_limits(appointment_channel, (*process)->service_key());
  PlanService plans({.plans = plan_rows, .patients = patient_limits, .doctors = doctor_limits});
  const LimitRelay limit_relay(plan_rows, plans);
  const auto announce = [&plans](const core::Ulid& tenant_id, absl::Time deadline) {
    plans.Announce(tenant_id, deadline);
  };

  const auto directory = appointment::v1::DirectoryService::NewStub(appointment_channel);
  storage::PostgresDoctorOrderRepository doctor_orders(**platform);
  rpc::DoctorOrderClient doctor_owner(*directory, (*process)->service_key());
  DoctorRelay doctor_relay(doctor_orders, doctor_owner);

  storage::PostgresTenantRepository tenant_rows((*process)->database(), **platform);
  storage::PostgresApiKeyRepository key_rows((*process)->database());
  TenantService tenants(tenant_rows, clock, announce);
  ApiKeyService keys(key_rows, settings->hasher, settings->environment, clock);
  const enlace::rpc::PageTokens page_tokens((*process)->data_keys());
  rpc::AuthRpc auth((*process)->pipeline(), tenants, keys, page_tokens);

  storage::PostgresUserRepository users(**platform);
  storage::PostgresSessionRepository session_rows(**platform);
  storage::PostgresAttemptRepository attempts(**platform);
  PasswordGate gate;
  auto& measured = (*process)->metrics();
  SignInThrottle throttle(attempts, settings->hasher, clock,
                          measured.AddCounter("enlace_sign_ins_slowed_total",
                                              "Attempts to sign in that came too early."));
  SessionService sessions(session_rows, settings->token_keys.signing, settings->hasher, clock);
  storage::PostgresMailRepository mails(**platform);
  const MailTokens mail_tokens((*process)->data_keys());
  const MfaTokens mfa_tokens((*process)->data_keys());
  storage::PostgresWorkflowRepository workflow_rows((*process)->database());
  SignInService sign_ins({.users = users,
                          .tenants = tenant_rows,
                          .sessions = sessions,
                          .gate = gate,
                          .throttle = throttle,
                          .mfa_tokens = mfa_tokens,
                          .workflows = workflow_rows,
                          .mails = mails,
                          .mail_tokens = mail_tokens,
                          .clock = clock,
                          .announce = [&](const core::Ulid& tenant_id, absl::Time deadline) {
                            announce(tenant_id, deadline);
                            doctor_relay.Nudge();
                          }});
  PasswordService passwords(users, gate, throttle, clock);

  storage::PostgresAccountRepository account_rows(**platform);
  mail::SmtpSender sender(mail_settings->smtp);
  AccountService accounts({.users = users,
                           .mails = mails,
                           .accounts = account_rows,
                           .sign_ins = sign_ins,
                           .gate = gate,
                           .throttle = throttle,
                           .tokens = mail_tokens,
                           .clock = clock});
  storage::PostgresMfaRepository factors(**platform);
  const core::Sealer totp_sealer((*process)->data_keys(), core::KeyPurpose::kTotpSecrets);
  MfaService mfa({.users = users,
                  .factors = factors,
                  .sign_ins = sign_ins,
                  .throttle = throttle,
                  .tokens = mfa_tokens,
                  .sealer = totp_sealer,
                  .hasher = settings->hasher,
                  .clock = clock});
  const MailRelay mail_relay({.mails = mails,
                              .sender = sender,
                              .tokens = mail_tokens,
                              .public_url = mail_settings->public_url,
                              .clock = clock,
                              .metrics = MailMetrics::In(measured)});
  ActingService acting(users, tenant_rows, sign_ins, clock);
  rpc::IdentityRpc identity((*process)->pipeline(), sign_ins, sessions, passwords, accounts, mfa,
                            acting, settings->token_keys.published);

  storage::PostgresMemberRepository member_rows((*process)->database());
  MemberService members(member_rows, clock);
  Newcomers newcomers(account_rows, gate, clock);
  DoctorService doctors(
      {.users = users, .accounts = account_rows, .newcomers = newcomers, .clock = clock});
  AdministratorService administrators(tenant_rows, users, account_rows, newcomers);
  rpc::MemberRpc member_rpc((*process)->pipeline(), members, doctors, administrators, mfa,
                            *directory, page_tokens);

  storage::PostgresUsage own_usage((*process)->database());
  UsageService tenant_usage(clock);
  const auto patient_usage = usage::v1::UsageService::NewStub(patient_channel);
  const auto appointment_usage = usage::v1::UsageService::NewStub(appointment_channel);
  const auto audit_usage =
      usage::v1::UsageService::NewStub((*process)->ChannelTo("audit", audit_address));
  rpc::PlanRpc plan_rpc((*process)->pipeline(), {.plans = plans,
                                                 .usage = tenant_usage,
                                                 .auth = own_usage,
                                                 .patient = *patient_usage,
                                                 .appointment = *appointment_usage,
                                                 .audit = *audit_usage});

  WorkflowService workflows(workflow_rows, clock);
  rpc::WorkflowRpc workflow_rpc((*process)->pipeline(), workflows);

  storage::PostgresTermsRepository terms_rows((*process)->database(), **platform);
  TermsService terms(terms_rows, clock);
  rpc::TermsRpc terms_rpc((*process)->pipeline(), terms, page_tokens);
  const AuthMetrics queues(measured, **platform, gate);
  return (*process)->Serve({&auth, &identity, &member_rpc, &plan_rpc, &terms_rpc, &workflow_rpc});
}

}  // namespace
}  // namespace enlace::auth

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (!arguments.empty() && arguments[0] == "create-platform-key") {
    return enlace::rpc::ExitCode(
        enlace::auth::CreatePlatformKey({arguments.begin() + 1, arguments.end()}));
  }
  if (!arguments.empty() && arguments[0].ends_with("-super-admin")) {
    return enlace::rpc::ExitCode(enlace::auth::ChangeSuperAdmin(arguments));
  }
  if (!arguments.empty() && arguments[0] == "data-keys") {
    return enlace::rpc::ExitCode(
        enlace::auth::WriteDataKeys({arguments.begin() + 1, arguments.end()}));
  }
  if (!arguments.empty()) {
    std::cerr << "usage: enlace-auth, or enlace-auth create-platform-key, data-keys, "
                 "grant-super-admin or revoke-super-admin\n";
    return 2;
  }
  enlace::rpc::BlockSignals();
  return enlace::rpc::ExitCode(enlace::auth::Serve());
}
