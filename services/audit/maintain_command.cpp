#include "services/audit/maintain_command.h"

#include <iostream>

#include "absl/status/statusor.h"
#include "libs/core/config.h"
#include "libs/db/database.h"
#include "libs/rpc/service_process.h"
#include "services/audit/storage/maintenance.h"

namespace enlace::audit {
namespace {

constexpr char kUsage[] = "usage: enlace-audit maintain [--dry-run]";
constexpr int kToLookAt = 3;

absl::StatusOr<bool> Run(const std::vector<std::string>& arguments) {
  const bool dry_run = !arguments.empty() && arguments[0] == "--dry-run";
  if (arguments.size() > (dry_run ? 1U : 0U)) return absl::InvalidArgumentError(kUsage);
  core::Config config;
  const auto url = config.Required("ENLACE_OWNER_DATABASE_URL",
                                   "the libpq connection string of the owner's role");
  if (auto status = config.status(); !status.ok()) return status;
  const auto owner = db::PlatformDatabase::Open({.url = url, .pool_size = 1});
  if (!owner.ok()) return owner.status();
  storage::Partitions partitions(**owner);
  return storage::Maintain(partitions, dry_run, std::cout);
}

}  // namespace

int MaintainPartitions(const std::vector<std::string>& arguments) {
  const auto well = Run(arguments);
  std::cout.flush();
  if (!well.ok()) return enlace::rpc::ExitCode(well.status());
  return *well ? 0 : kToLookAt;
}

}  // namespace enlace::audit
