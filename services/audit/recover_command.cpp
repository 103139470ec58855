#include "services/audit/recover_command.h"

#include <iostream>

#include "absl/strings/str_cat.h"
#include "libs/core/config.h"
#include "libs/rpc/data_key_settings.h"
#include "libs/rpc/service_process.h"
#include "services/audit/settings.h"
#include "services/audit/storage/chain_repository.h"
#include "services/audit/storage/event_repository.h"
#include "services/audit/storage/recovery.h"

namespace enlace::audit {
namespace {

constexpr int kToLookAt = 3;

std::string LineOf(const RecoveredChain& chain) {
  const auto lost = chain.lost() == 0
                        ? std::string("-")
                        : absl::StrCat(chain.lost_from, "-", chain.signed_records - 1);
  const auto newest =
      chain.newest ? absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", *chain.newest, absl::UTCTimeZone())
                   : std::string("-");
  return absl::StrCat(chain.tenant_id.ToString(), "\t", chain.records, "\t", chain.signed_records,
                      "\t", chain.lost(), "\t", lost, "\t", newest, "\n");
}

absl::StatusOr<bool> Run(const std::vector<std::string>& arguments) {
  if (!arguments.empty()) return absl::InvalidArgumentError("usage: enlace-audit recover");
  core::Config config;
  const auto checkpoints = ReadCheckpointSettings(config);
  const auto keys = enlace::rpc::ReadDataKeys(config);
  const auto url =
      config.Required("ENLACE_DATABASE_URL", "the libpq connection string of the runtime role");
  const auto relay_url =
      config.Required("ENLACE_RELAY_DATABASE_URL", "the libpq connection string of the relay role");
  if (auto status = config.status(); !status.ok()) return status;
  const auto database = db::TenantDatabase::Open({.url = url, .pool_size = 1});
  if (!database.ok()) return database.status();
  const auto relay = db::PlatformDatabase::Open({.url = relay_url, .pool_size = 1});
  if (!relay.ok()) return relay.status();

  storage::PgChainRepository chains(**database, **relay);
  storage::PgEventRepository events(**database, *keys);
  const core::SystemClock clock;
  const auto recovered = storage::Recovery({.chains = chains,
                                            .events = events,
                                            .database = **database,
                                            .relay = **relay,
                                            .clock = clock,
                                            .directory = checkpoints.directory,
                                            .keys = checkpoints.public_keys})
                             .Run();
  if (!recovered.ok()) return recovered.status();
  bool whole = true;
  for (const auto& chain : *recovered) {
    std::cout << LineOf(chain);
    if (!chain.verified) {
      std::cerr << chain.tenant_id.ToString()
                << ": what is lost was signed by a key that ENLACE_AUDIT_KEY_FILE has not got\n";
    }
    whole = whole && chain.lost() == 0 && chain.signed_records > 0;
  }
  return whole;
}

}  // namespace

int RecoverAudit(const std::vector<std::string>& arguments) {
  const auto whole = Run(arguments);
  std::cout.flush();
  if (!whole.ok()) return enlace::rpc::ExitCode(whole.status());
  return *whole ? 0 : kToLookAt;
}

}  // namespace enlace::audit
