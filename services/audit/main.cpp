#include "libs/core/config.h"
#include "libs/rpc/server.h"
#include "libs/rpc/service_process.h"
#include "services/audit/rpc/audit_service.h"
#include "services/audit/storage/event_repository.h"

namespace {

// A row before and after a write, as JSON text, is a multiple of the request that wrote it; one
// event that could not be delivered would hold up its service's relay for good.
constexpr int kLargestRequest = 64 << 20;

}  // namespace

int main() {
  enlace::rpc::BlockSignals();
  enlace::core::Config config;
  auto process =
      enlace::rpc::ServiceProcess::Start(config, {.service = "audit",
                                                  .migration_version = ENLACE_AUDIT_MIGRATION,
                                                  .has_outbox = false,
                                                  .largest_request = kLargestRequest});
  if (!process.ok()) return enlace::rpc::ExitCode(process.status());

  enlace::audit::storage::PgEventRepository events((*process)->database());
  enlace::audit::rpc::AuditService audit(events, (*process)->pipeline());
  return enlace::rpc::ExitCode((*process)->Serve({&audit}));
}
