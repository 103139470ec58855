#include "services/audit/export_command.h"

#include <google/protobuf/util/json_util.h>

#include <iostream>

#include "absl/strings/str_cat.h"
#include "libs/core/config.h"
#include "libs/rpc/data_key_settings.h"
#include "libs/rpc/service_process.h"
#include "services/audit/rpc/chained_message.h"
#include "services/audit/settings.h"
#include "services/audit/storage/export_repository.h"

namespace enlace::audit {
namespace {

constexpr int kToLookAt = 3;

absl::Time Deadline() { return absl::Now() + absl::Minutes(1); }

absl::Status Print(const ChainedEvent& record, const core::Ulid& tenant_id) {
  v1::ExportedAuditEvent message;
  rpc::WriteChained(record, tenant_id, rpc::PersonalData::kMasked, &message);
  google::protobuf::util::JsonPrintOptions options;
  // The first position is 0.
  options.always_print_primitive_fields = true;
  std::string line;
  const auto written = google::protobuf::util::MessageToJsonString(message, &line, options);
  if (!written.ok()) return absl::InternalError(std::string(written.message()));
  std::cout << line << "\n";
  return absl::OkStatus();
}

bool Opens(const ChainedEvent& record) {
  const bool has_payload = record.sealed && !record.sealed->person_id.IsNil();
  return !has_payload || record.event.erased || !record.payload_key.empty();
}

// How many payloads don't open.
absl::StatusOr<std::int64_t> Export(const std::vector<std::string>& arguments) {
  const auto tenant_id = arguments.size() == 1 ? core::Ulid::Parse(arguments[0]) : std::nullopt;
  if (!tenant_id) return absl::InvalidArgumentError("usage: enlace-audit export TENANT");
  core::Config config;
  const auto keys = enlace::rpc::ReadDataKeys(config);
  const auto url =
      config.Required("ENLACE_DATABASE_URL", "the libpq connection string of the runtime role");
  if (auto status = config.status(); !status.ok()) return status;
  const auto database = db::TenantDatabase::Open({.url = url, .pool_size = 1});
  if (!database.ok()) return database.status();

  storage::PgExportRepository chain(**database, *keys);
  const db::TenantContext context{
      .tenant_id = *tenant_id, .actor_id = "enlace-audit", .actor_type = "SERVICE"};
  const auto size = chain.Size(context, Deadline());
  if (!size.ok()) return size.status();
  std::int64_t closed = 0;
  for (ChainRange range{.end = *size}; range.first < range.end;) {
    const auto page = chain.Read(context, range, Deadline());
    if (!page.ok()) return page.status();
    for (const auto& record : page->events) {
      if (!Opens(record)) ++closed;
      if (auto printed = Print(record, *tenant_id); !printed.ok()) return printed;
    }
    range.first = page->next;
  }
  return closed;
}

absl::Status PrintKeys(const std::vector<std::string>& arguments) {
  if (!arguments.empty()) return absl::InvalidArgumentError("usage: enlace-audit verifier-keys");
  core::Config config;
  const auto settings = ReadCheckpointSettings(config);
  if (auto status = config.status(); !status.ok()) return status;
  for (const auto& key : settings.public_keys) std::cout << key.ToText() << "\n";
  return absl::OkStatus();
}

}  // namespace

int ExportChain(const std::vector<std::string>& arguments) {
  const auto closed = Export(arguments);
  std::cout.flush();
  if (!closed.ok()) return enlace::rpc::ExitCode(closed.status());
  if (*closed == 0) return 0;
  std::cerr << *closed << " payloads do not open: put the line of ENLACE_DATA_KEY_FILE back that "
            << "sealed their keys; if it is there, they were changed\n";
  return kToLookAt;
}

int PrintVerifierKeys(const std::vector<std::string>& arguments) {
  return enlace::rpc::ExitCode(PrintKeys(arguments));
}

}  // namespace enlace::audit
