#include "libs/core/config.h"
#include "libs/rpc/server.h"
#include "libs/rpc/service_process.h"
#include "libs/usage/rpc/usage_rpc.h"
#include "services/audit/rpc/audit_service.h"
#include "services/audit/storage/event_repository.h"

int main() {
  enlace::rpc::BlockSignals();
  enlace::core::Config config;
  auto process = enlace::rpc::ServiceProcess::Start(
      config, {.service = "audit",
               .migration_version = ENLACE_MIGRATION,
               .has_outbox = false,
               .largest_request = enlace::audit::rpc::kLargestRequest});
  if (!process.ok()) return enlace::rpc::ExitCode(process.status());

  enlace::audit::storage::PgEventRepository events((*process)->database());
  const enlace::rpc::PageTokens page_tokens((*process)->data_keys());
  enlace::audit::rpc::AuditService audit(events, (*process)->pipeline(), page_tokens);
  enlace::usage::DailyCounts usage((*process)->database(), nullptr);
  enlace::usage::rpc::UsageRpc usage_rpc((*process)->pipeline(), usage);
  return enlace::rpc::ExitCode((*process)->Serve({&audit, &usage_rpc}));
}
