#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "libs/core/config.h"
#include "libs/core/repeating_thread.h"
#include "libs/db/queue_watch.h"
#include "libs/rpc/server.h"
#include "libs/rpc/service_process.h"
#include "libs/usage/rpc/usage_rpc.h"
#include "services/audit/domain/chain_sealer.h"
#include "services/audit/domain/own_refusals.h"
#include "services/audit/export_command.h"
#include "services/audit/maintain_command.h"
#include "services/audit/recover_command.h"
#include "services/audit/rpc/audit_proof_rpc.h"
#include "services/audit/rpc/audit_service.h"
#include "services/audit/rpc/audit_stream_service.h"
#include "services/audit/rpc/retention_rpc.h"
#include "services/audit/settings.h"
#include "services/audit/storage/chain_repository.h"
#include "services/audit/storage/checkpoint_files.h"
#include "services/audit/storage/event_repository.h"
#include "services/audit/storage/export_repository.h"
#include "services/audit/storage/proof_repository.h"
#include "services/audit/storage/retention_repository.h"

namespace {

// How long a record waits for the chain, about.
constexpr absl::Duration kSealingPoll = absl::Milliseconds(200);

// The repository that it uses, with it.
class Refusals final : public enlace::refusals::RefusalStore {
 public:
  Refusals(enlace::db::TenantDatabase& database, const enlace::core::DataKeys& keys)
      : events_(database, keys), own_(events_) {}

  absl::Status Store(const std::vector<enlace::refusals::Refusal>& refusals,
                     absl::Time deadline) override {
    return own_.Store(refusals, deadline);
  }

 private:
  enlace::audit::storage::PgEventRepository events_;
  enlace::audit::OwnRefusals own_;
};

std::unique_ptr<enlace::refusals::RefusalStore> MakeRefusals(enlace::db::TenantDatabase& database,
                                                             const enlace::core::DataKeys& keys) {
  return std::make_unique<Refusals>(database, keys);
}

int RunCommand(const std::vector<std::string>& arguments) {
  const std::vector<std::string> rest(arguments.begin() + 1, arguments.end());
  if (arguments[0] == "maintain") return enlace::audit::MaintainPartitions(rest);
  if (arguments[0] == "recover") return enlace::audit::RecoverAudit(rest);
  if (arguments[0] == "export") return enlace::audit::ExportChain(rest);
  if (arguments[0] == "verifier-keys") return enlace::audit::PrintVerifierKeys(rest);
  std::cerr << "usage: enlace-audit, or enlace-audit maintain [--dry-run], recover, export TENANT, "
               "verifier-keys\n";
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (!arguments.empty()) return RunCommand(arguments);
  enlace::rpc::BlockSignals();
  enlace::core::Config config;
  const auto checkpoints = enlace::audit::ReadCheckpointSettings(config);
  auto process = enlace::rpc::ServiceProcess::Start(
      config, {.service = "audit",
               .migration_version = ENLACE_MIGRATION,
               .has_outbox = false,
               .largest_request = enlace::audit::rpc::kLargestRequest,
               .refusals = MakeRefusals});
  if (!process.ok()) return enlace::rpc::ExitCode(process.status());

  auto& measured = (*process)->metrics();
  enlace::audit::storage::PgEventRepository events(
      (*process)->database(), (*process)->data_keys(),
      measured.AddCounter("enlace_audit_events_stored_total", "Audit events that were kept."));
  const enlace::rpc::PageTokens page_tokens((*process)->data_keys());
  enlace::audit::rpc::AuditService audit(events, (*process)->pipeline(), page_tokens);

  enlace::audit::storage::PgChainRepository chains((*process)->database(),
                                                   (*process)->relay_database());
  enlace::audit::storage::CheckpointFiles files(checkpoints.directory, *checkpoints.key);
  enlace::audit::ChainSealer sealer({.chains = chains,
                                     .log = files,
                                     .clock = (*process)->clock(),
                                     .interval = checkpoints.interval,
                                     .metrics = enlace::audit::SealerMetrics::In(measured)});
  const enlace::core::RepeatingThread sealing([&sealer] { return sealer.Step(); }, kSealingPoll);
  const enlace::db::QueueWatch queues(
      {{.database = (*process)->relay_database(),
        .statement = enlace::audit::storage::kUnsealedDepth,
        .waiting = measured.AddGauge("enlace_audit_unsealed",
                                     "Records that wait for their chain, 100000 at most."),
        .oldest_seconds = measured.AddGauge("enlace_audit_unsealed_oldest_seconds",
                                            "How long the oldest of them has waited.")}});
  enlace::audit::storage::PgProofRepository proofs((*process)->database());
  enlace::audit::rpc::AuditProofRpc proof_rpc((*process)->pipeline(), proofs,
                                              checkpoints.public_keys);

  enlace::audit::storage::PgExportRepository chain((*process)->database(), (*process)->data_keys());
  enlace::audit::rpc::AuditStreamService streams(events, chain, (*process)->pipeline());
  enlace::audit::storage::PgRetentionRepository retention((*process)->database(), events);
  enlace::audit::rpc::RetentionRpc retention_rpc((*process)->pipeline(), retention);
  enlace::usage::DailyCounts usage((*process)->database(), nullptr);
  enlace::usage::rpc::UsageRpc usage_rpc((*process)->pipeline(), usage);
  return enlace::rpc::ExitCode(
      (*process)->Serve({&audit, &proof_rpc, &streams, &retention_rpc, &usage_rpc}));
}
