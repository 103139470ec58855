#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/authn/authenticator.h"
#include "libs/core/clock.h"
#include "libs/core/config.h"
#include "libs/core/data_keys.h"
#include "libs/db/access_log.h"
#include "libs/db/database.h"
#include "libs/db/expired_answers.h"
#include "libs/db/kept_answers.h"
#include "libs/db/outbox_relay.h"
#include "libs/db/queue_watch.h"
#include "libs/metrics/registry.h"
#include "libs/refusals/refusal_log.h"
#include "libs/rpc/pipeline.h"
#include "libs/rpc/repeats.h"
#include "libs/rpc/tenant_share.h"
#include "libs/rpc/tls.h"
#include "libs/rpc/unary_service.h"
#include "libs/usage/request_counter.h"
#include "libs/usage/request_flush.h"

namespace enlace::tracing {
class Tracing;
}

namespace enlace::rpc {

struct ServiceProcessOptions {
  // "patient"; in logs and messages.
  std::string service;
  // Newest migration that the program was built with.
  long migration_version = 0;
  // The service writes an outbox: it gets a relay to the audit service, and an access log.
  bool has_outbox = true;
  // Bytes of one request.
  int largest_request = 4 << 20;
  // Resolves credentials; left out, the auth service at ENLACE_AUTH_ADDRESS is asked.
  std::unique_ptr<authn::CredentialResolver> resolver;
  // How long a resolved credential is remembered. Zero for the auth service: the others remember
  // its answers already, and the two ages would add up.
  absl::Duration credential_max_age = authn::Authenticator::kMaxAge;
  // Where the platform's own writes go, for a service that has such.
  db::PlatformDatabase* platform = nullptr;
  // Makes where refused calls are recorded; left out, it is the outbox.
  std::function<std::unique_ptr<refusals::RefusalStore>(db::TenantDatabase&, const core::DataKeys&)>
      refusals = {};
};

// What every service process is made of: checks, pools, relay, authentication, pipeline, server.
// Made in main, used from there; the accessors' objects live as long as the process object.
//
//   int main() {
//     rpc::BlockSignals();
//     core::Config config;
//     auto process = rpc::ServiceProcess::Start(config, {.service = "patient", …});
//     if (!process.ok()) return rpc::ExitCode(process.status());
//     …repositories and RPC services from (*process)->database() and pipeline()…
//     return rpc::ExitCode((*process)->Serve({&patient_rpc}));
//   }
class ServiceProcess {
 public:
  // Reads the configuration (also what the caller has already read from `config` is judged here),
  // checks the database's roles and migrations, opens pools. INVALID_ARGUMENT for configuration,
  // FAILED_PRECONDITION for a database that must not be used, UNAVAILABLE when it can't be reached.
  static absl::StatusOr<std::unique_ptr<ServiceProcess>> Start(core::Config& config,
                                                               ServiceProcessOptions options);
  ~ServiceProcess();

  db::TenantDatabase& database() { return *database_; }
  // The relay's role: reads what belongs to no tenant.
  db::PlatformDatabase& relay_database() { return *relay_database_; }
  Pipeline& pipeline() { return *pipeline_; }
  // Only with an outbox.
  db::AccessLog& access_log() { return *access_log_; }
  // The service's own API key, of the role internal_service. Only with an outbox.
  const std::string& service_key() const { return service_key_; }
  // A channel to the process `service` ("patient") at `address`, in this process's name.
  std::shared_ptr<grpc::Channel> ChannelTo(const std::string& service,
                                           const std::string& address) const;
  // The auth service. Only where it resolves the credentials.
  const std::shared_ptr<grpc::Channel>& auth() const { return auth_; }
  const core::Clock& clock() const { return clock_; }
  const core::DataKeys& data_keys() const { return *data_keys_; }
  // What the process tells Prometheus of itself while it serves.
  metrics::Registry& metrics() { return metrics_; }

  // Serves until SIGTERM or SIGINT; metrics too, where ENLACE_METRICS_LISTEN says so.
  absl::Status Serve(const std::vector<QueuedService*>& services);

 private:
  ServiceProcess();
  void AskOwnParts();
  void AskCertificate(const TlsFiles& files);

  // First: the others count in it.
  metrics::Registry metrics_;
  // Null: no spans are recorded.
  std::unique_ptr<tracing::Tracing> tracing_;
  core::SystemClock clock_;
  std::vector<std::string> listen_;
  std::shared_ptr<const Tls> tls_;
  std::string metrics_listen_;
  bool reflection_ = true;
  int largest_request_ = 0;
  int calls_ = 0;
  int grpc_megabytes_ = 0;
  std::unique_ptr<const core::DataKeys> data_keys_;
  std::unique_ptr<db::TenantDatabase> database_;
  std::unique_ptr<db::PlatformDatabase> relay_database_;
  std::unique_ptr<db::OutboxSink> sink_;
  std::unique_ptr<db::OutboxRelay> relay_;
  std::string service_key_;
  std::shared_ptr<grpc::Channel> auth_;
  std::unique_ptr<db::AccessLog> access_log_;
  std::unique_ptr<db::ExpiredAnswersCleanup> cleanup_;
  std::unique_ptr<db::KeptAnswers> kept_answers_;
  std::unique_ptr<Repeats> repeats_;
  usage::RequestCounter requests_;
  std::unique_ptr<usage::RequestFlush> request_flush_;
  std::unique_ptr<refusals::RefusalStore> refusal_store_;
  std::unique_ptr<refusals::RefusalLog> refusals_;
  std::unique_ptr<authn::Authenticator> authenticator_;
  std::unique_ptr<TenantShare> shares_;
  std::unique_ptr<Pipeline> pipeline_;
  std::unique_ptr<db::QueueWatch> outbox_watch_;
  // Last: nobody is asked who has gone.
  std::vector<metrics::Registry::Asked> asked_;
};

// 0 for OK; otherwise prints the message to standard error and answers 2 for INVALID_ARGUMENT
// (configuration), 1 for the rest.
int ExitCode(const absl::Status& status);

}  // namespace enlace::rpc
