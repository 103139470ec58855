#include <memory>
#include <vector>

#include "libs/core/config.h"
#include "libs/rpc/server.h"
#include "libs/rpc/service_process.h"
#include "libs/usage/rpc/usage_rpc.h"
#include "services/audit/domain/own_refusals.h"
#include "services/audit/rpc/audit_service.h"
#include "services/audit/rpc/audit_stream_service.h"
#include "services/audit/storage/event_repository.h"
#include "services/audit/storage/export_repository.h"

namespace {

// The repository that it uses, with it.
class Refusals final : public enlace::refusals::RefusalStore {
 public:
  explicit Refusals(enlace::db::TenantDatabase& database) : events_(database), own_(events_) {}

  absl::Status Store(const std::vector<enlace::refusals::Refusal>& refusals,
                     absl::Time deadline) override {
    return own_.Store(refusals, deadline);
  }

 private:
  enlace::audit::storage::PgEventRepository events_;
  enlace::audit::OwnRefusals own_;
};

std::unique_ptr<enlace::refusals::RefusalStore> MakeRefusals(enlace::db::TenantDatabase& database) {
  return std::make_unique<Refusals>(database);
}

}  // namespace

int main() {
  enlace::rpc::BlockSignals();
  enlace::core::Config config;
  auto process = enlace::rpc::ServiceProcess::Start(
      config, {.service = "audit",
               .migration_version = ENLACE_MIGRATION,
               .has_outbox = false,
               .largest_request = enlace::audit::rpc::kLargestRequest,
               .refusals = MakeRefusals});
  if (!process.ok()) return enlace::rpc::ExitCode(process.status());

  enlace::audit::storage::PgEventRepository events((*process)->database());
  const enlace::rpc::PageTokens page_tokens((*process)->data_keys());
  enlace::audit::rpc::AuditService audit(events, (*process)->pipeline(), page_tokens);
  enlace::audit::storage::PgExportRepository chain((*process)->database(), (*process)->data_keys());
  enlace::audit::rpc::AuditStreamService streams(events, chain, (*process)->pipeline());
  enlace::usage::DailyCounts usage((*process)->database(), nullptr);
  enlace::usage::rpc::UsageRpc usage_rpc((*process)->pipeline(), usage);
  return enlace::rpc::ExitCode((*process)->Serve({&audit, &streams, &usage_rpc}));
}
