#include "libs/rpc/service_process.h"

#include <sodium.h>

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "libs/authn/grpc_resolver.h"
#include "libs/core/absl_view.h"
#include "libs/core/error.h"
#include "libs/core/log.h"
#include "libs/db/pool_metrics.h"
#include "libs/db/startup_checks.h"
#include "libs/metrics/exposer.h"
#include "libs/metrics/process_metrics.h"
#include "libs/refusals/refusal_outbox.h"
#include "libs/rpc/audit_sink.h"
#include "libs/rpc/channel.h"
#include "libs/rpc/data_key_settings.h"
#include "libs/rpc/library_log.h"
#include "libs/rpc/server.h"
#include "libs/rpc/server_limits.h"
#include "libs/tracing/tracing.h"

namespace enlace::rpc {
namespace {

constexpr int kRelayPool = 4;
// How many calls may wait for each that is under way: beyond, they are refused at once.
constexpr std::size_t kQueuedPerCall = 16;

// Empty: nobody reads the metrics.
std::string ReadMetricsListen(core::Config& config) {
  const char* name = "ENLACE_METRICS_LISTEN";
  auto address = config.Optional(name, "");
  if (!address.empty() && !metrics::IsListenAddress(address)) {
    config.Refuse(name, "is wrong: it must be host:port, for example 127.0.0.1:9465");
  }
  return address;
}

// One of the words; the first, where the variable is not set.
std::string ReadWord(core::Config& config, const std::string& name,
                     std::initializer_list<std::string_view> words) {
  auto word = config.Optional(name, *words.begin());
  if (std::find(words.begin(), words.end(), word) == words.end()) {
    std::string all;
    for (const auto one : words) absl::StrAppend(&all, all.empty() ? "" : ", ", core::Absl(one));
    config.Refuse(name, absl::StrCat("is wrong: it must be one of ", all));
  }
  return word;
}

// What goes over a network is encrypted, and both ends know each other.
void RefuseOpenAddresses(core::Config& config, const std::vector<std::string>& listen) {
  for (const auto& address : listen) {
    if (!IsReachableFromOutside(address)) continue;
    config.Refuse("ENLACE_LISTEN",
                  absl::StrCat("has ", address,
                               ", which others than this machine reach: give the process a "
                               "certificate (ENLACE_TLS_CERT_FILE, ENLACE_TLS_KEY_FILE, "
                               "ENLACE_TLS_CA_FILE), or listen on 127.0.0.1 or unix:"));
  }
}

}  // namespace

ServiceProcess::ServiceProcess() = default;

absl::StatusOr<std::unique_ptr<ServiceProcess>> ServiceProcess::Start(
    core::Config& config, ServiceProcessOptions options) {
  core::InitLog(options.service,
                ReadWord(config, "ENLACE_LOG_LEVEL", {"info", "debug", "warning", "error"}));
  RouteLibraryLogs();
  // How PostgreSQL names the connections, unless the operator has another name; no thread runs yet.
  setenv("PGAPPNAME", absl::StrCat("enlace-", options.service).c_str(), /*replace=*/0);
  // Debian's Abseil looks for lock cycles at every lock; the tests do that, a server need not.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  // Its own generator, seeded by the kernel's: each id would cost a system call otherwise.
  randombytes_set_implementation(&randombytes_internal_implementation);
  if (sodium_init() < 0) return absl::InternalError("libsodium can't be initialized");

  auto process = std::unique_ptr<ServiceProcess>(new ServiceProcess);
  process->listen_ = config.RequiredList(
      "ENLACE_LISTEN", "the gRPC addresses to listen on, for example 127.0.0.1:50052");
  const auto tls_files = ReadTlsFiles(config, options.service);
  if (!tls_files) RefuseOpenAddresses(config, process->listen_);
  process->metrics_listen_ = ReadMetricsListen(config);
  process->largest_request_ = options.largest_request;
  process->reflection_ = ReadWord(config, "ENLACE_REFLECTION", {"on", "off"}) == "on";
  const auto database_url = config.Required(
      "ENLACE_DATABASE_URL", "the libpq connection string of the service's runtime role");
  const int pool_size = config.Int("ENLACE_POOL_SIZE", 16, 1, 200);
  process->calls_ = config.Int("ENLACE_CALLS", 64, 1, 10'000);
  process->grpc_megabytes_ =
      config.Int("ENLACE_GRPC_MEMORY_MB", ServerLimits::kMemory >> 20, 32, 65'536);
  const auto relay_url = config.Required("ENLACE_RELAY_DATABASE_URL",
                                         "the libpq connection string of the service's relay role");
  std::string audit_address, service_key, auth_address;
  if (options.has_outbox) {
    audit_address = ReadServiceAddress(config, "ENLACE_AUDIT_ADDRESS", "audit");
    service_key = config.RequiredFile("ENLACE_SERVICE_KEY_FILE",
                                      "a file with an API key of the role internal_service");
  }
  if (!options.resolver) {
    auth_address = ReadServiceAddress(config, "ENLACE_AUTH_ADDRESS", "auth");
  }
  process->data_keys_ = ReadDataKeys(config);
  process->tracing_ = tracing::Tracing::FromSettings(config, options.service);
  if (auto status = config.status(); !status.ok()) return status;
  if (tls_files) {
    process->tls_ = std::make_shared<const Tls>(*tls_files);
    process->AskCertificate(*tls_files);
  }

  auto checked =
      db::CheckBeforeServing(database_url, {.migration_version = options.migration_version});
  if (!checked.ok()) return checked;
  auto database = db::TenantDatabase::Open({.url = database_url, .pool_size = pool_size});
  if (!database.ok()) return database.status();
  process->database_ = *std::move(database);

  // The relay role writes the access records: it must not do so without waiting for the disk.
  checked = db::CheckBeforeServing(relay_url, {.migration_version = options.migration_version});
  if (!checked.ok()) return checked;
  auto relay_database = db::PlatformDatabase::Open({.url = relay_url, .pool_size = kRelayPool});
  if (!relay_database.ok()) return relay_database.status();
  process->relay_database_ = *std::move(relay_database);
  process->request_flush_ =
      std::make_unique<usage::RequestFlush>(process->requests_, *process->relay_database_);

  process->refusal_store_ =
      options.refusals ? options.refusals(*process->database_, *process->data_keys_)
                       : std::make_unique<refusals::RefusalOutbox>(*process->relay_database_);
  process->refusals_ = std::make_unique<refusals::RefusalLog>(
      *process->refusal_store_, process->clock_, absl::Seconds(1),
      refusals::RefusalMetrics::In(process->metrics_));

  if (options.has_outbox) {
    process->service_key_ = service_key;
    process->sink_ =
        std::make_unique<AuditSink>(process->ChannelTo("audit", audit_address), service_key);
    process->relay_ = std::make_unique<db::OutboxRelay>(*process->relay_database_, *process->sink_,
                                                        absl::Milliseconds(200),
                                                        db::RelayMetrics::In(process->metrics_));
    process->access_log_ = std::make_unique<db::AccessLog>(
        *process->relay_database_,
        process->metrics_.AddHistogram("enlace_access_log_records_per_commit",
                                       "Access records that shared a commit.",
                                       {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000}));
  }
  process->cleanup_ = std::make_unique<db::ExpiredAnswersCleanup>(*process->relay_database_);
  process->kept_answers_ = std::make_unique<db::KeptAnswers>(*process->database_, options.platform);
  process->repeats_ = std::make_unique<Repeats>(*process->kept_answers_, *process->data_keys_);
  std::unique_ptr<authn::TokenJudge> tokens;
  if (!options.resolver) {
    process->auth_ = process->ChannelTo("auth", auth_address);
    options.resolver = authn::MakeGrpcResolver(process->auth_);
    tokens = std::make_unique<authn::TokenJudge>(authn::MakeTokenKeyFetch(process->auth_),
                                                 process->clock_);
  }
  process->authenticator_ = std::make_unique<authn::Authenticator>(
      std::move(options.resolver), process->clock_, options.credential_max_age, std::move(tokens));
  process->shares_ = std::make_unique<TenantShare>(
      TenantShare::Limits{.calls = static_cast<std::size_t>(process->calls_)});
  process->pipeline_ = std::make_unique<Pipeline>(
      *process->authenticator_, process->access_log_.get(), process->clock_,
      process->repeats_.get(), &process->requests_, process->refusals_.get(), &process->metrics_,
      process->shares_.get(), process->tracing_.get());
  process->AskOwnParts();
  return process;
}

void ServiceProcess::AskCertificate(const TlsFiles& files) {
  asked_.push_back(
      metrics_.Ask(metrics::Registry::Kind::kGauge, "enlace_certificate_expiry_timestamp_seconds",
                   "When the certificate in the file ends; 0: it is wrong.",
                   {{"certificate", "services"}}, [files] {
                     return absl::ToDoubleSeconds(ExpiryOf(files).value_or(absl::UnixEpoch()) -
                                                  absl::UnixEpoch());
                   }));
}

void ServiceProcess::AskOwnParts() {
  const auto take = [this](std::vector<metrics::Registry::Asked> some) {
    std::move(some.begin(), some.end(), std::back_inserter(asked_));
  };
  take(metrics::AskProcess(metrics_));
  take(db::AskPool(metrics_, *database_, "tenant"));
  take(db::AskPool(metrics_, *relay_database_, "relay"));
  if (access_log_ == nullptr) return;
  asked_.push_back(metrics_.Ask(metrics::Registry::Kind::kGauge, "enlace_access_log_waiting",
                                "Calls whose access record waits for a commit.", {},
                                [this] { return static_cast<double>(access_log_->waiting()); }));
  outbox_watch_ = std::make_unique<db::QueueWatch>(std::vector<db::WatchedQueue>{
      {.database = *relay_database_,
       .statement = db::kOutboxDepth,
       .waiting = metrics_.AddGauge("enlace_outbox_unsent",
                                    "Events that wait for the audit service, 100000 at most."),
       .oldest_seconds = metrics_.AddGauge("enlace_outbox_oldest_seconds",
                                           "How long the oldest of them has waited.")}});
}

ServiceProcess::~ServiceProcess() = default;

std::shared_ptr<grpc::Channel> ServiceProcess::ChannelTo(const std::string& service,
                                                         const std::string& address) const {
  return MakeChannel(service, address, tls_.get());
}

absl::Status ServiceProcess::Serve(const std::vector<QueuedService*>& services) {
  std::unique_ptr<metrics::Exposer> exposer;
  if (!metrics_listen_.empty()) {
    auto started = metrics::Exposer::Start(metrics_listen_, metrics_);
    if (!started.ok()) return started.status();
    exposer = *std::move(started);
    core::Log(core::LogLevel::kInfo, "metrics are served",
              {{"address", metrics_listen_}, {"port", exposer->port()}});
  }
  const auto calls = static_cast<std::size_t>(calls_);
  return rpc::Serve({.listen = listen_,
                     .tls = tls_,
                     .reflection = reflection_,
                     .calls = calls,
                     .queued_calls = calls * kQueuedPerCall,
                     .resting_calls = TenantShare::kMostWaiting,
                     .largest_request = largest_request_,
                     .limits = {.memory = static_cast<std::size_t>(grpc_megabytes_) << 20},
                     .healthy = [this] { return database_->Ping(); },
                     .metrics = &metrics_},
                    services);
}

int ExitCode(const absl::Status& status) {
  if (status.ok()) return 0;
  std::cerr << status.message() << '\n';
  // To the operator who starts the process; calls never see it.
  const auto internal = core::DetailsOf(status).internal;
  if (!internal.empty() && internal != core::Std(status.message())) std::cerr << internal << '\n';
  return absl::IsInvalidArgument(status) ? 2 : 1;
}

}  // namespace enlace::rpc
