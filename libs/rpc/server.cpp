#include "libs/rpc/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "libs/core/log.h"
#include "libs/rpc/health.h"

namespace enlace::rpc {
namespace {

// From the cancellation of what still runs to the end of the process.
constexpr absl::Duration kLastWords = absl::Seconds(1);

sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

// One accept that finds no free descriptor leaves gRPC's listener deaf for good.
void RaiseFileLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

// Asks for the process's health every second until a stop signal arrives.
void WatchUntilStopped(const ServerOptions& options, Health& health) {
  const sigset_t signals = StopSignals();
  bool serving = true;
  while (true) {
    const timespec second{.tv_sec = 1, .tv_nsec = 0};
    if (sigtimedwait(&signals, nullptr, &second) > 0) return;
    if (!options.healthy) continue;
    const auto status = options.healthy();
    if (status.ok() == serving) continue;
    serving = status.ok();
    health.SetServing(serving);
    core::Log(serving ? core::LogLevel::kInfo : core::LogLevel::kError,
              serving ? "serving again" : "not serving: the database can't be reached",
              {{"detail", std::string(status.message())}});
  }
}

std::size_t StreamsAtOnce(const ServerOptions& options) {
  return std::clamp<std::size_t>(options.calls / 4, 1, std::max<std::size_t>(options.streams, 1));
}

std::shared_ptr<grpc::ServerCredentials> CredentialsOf(const ServerOptions& options,
                                                       const std::string& address) {
  if (options.tls == nullptr || IsUnixSocket(address)) {
    return grpc::InsecureServerCredentials();
  }
  return options.tls->server();
}

std::vector<metrics::Registry::Asked> AskQueue(const ServerOptions& options,
                                               const CallQueue& queue) {
  std::vector<metrics::Registry::Asked> asked;
  if (options.metrics == nullptr) return asked;
  const auto ask = [&](const char* name, const char* help, std::function<std::size_t()> value) {
    asked.push_back(
        options.metrics->Ask(metrics::Registry::Kind::kGauge, name, help, {},
                             [value = std::move(value)] { return static_cast<double>(value()); }));
  };
  ask("enlace_rpc_queue_running", "Calls that have a place.",
      [&queue] { return queue.counts().running; });
  ask("enlace_rpc_queue_waiting", "Calls that wait for a place.",
      [&queue] { return queue.counts().waiting; });
  ask("enlace_rpc_queue_places", "How many calls may run and wait; beyond, they are refused.",
      [places = options.calls + options.queued_calls] { return places; });
  ask("enlace_rpc_streams_running", "Streams under way.",
      [&queue] { return queue.counts().streams; });
  return asked;
}

// A call that a database or a peer keeps waiting is not ended by its cancellation: without this the
// process would outlast it. What such a call wrote is rolled back, or in doubt, as after a kill.
void EndAfter(absl::Duration limit) {
  std::thread([limit] {
    absl::SleepFor(limit);
    core::Log(core::LogLevel::kWarning, "stopped before every call had ended");
    std::_Exit(EXIT_FAILURE);
  }).detach();
}

}  // namespace

void BlockSignals() {
  const sigset_t signals = StopSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      const std::vector<QueuedService*>& services) {
  grpc::ServerBuilder builder;
  // A second process on the same address must fail instead of sharing it silently.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  // The pipeline looks after deadlines itself, and answers are never compressed: two filters less
  // on each call's way.
  builder.AddChannelArgument(GRPC_ARG_ENABLE_DEADLINE_CHECKS, 0);
  builder.AddChannelArgument(GRPC_ARG_ENABLE_PER_MESSAGE_COMPRESSION, 0);
  auto started = std::unique_ptr<Server>(new Server);
  started->ports_.resize(options.listen.size(), 0);
  for (std::size_t i = 0; i < options.listen.size(); ++i) {
    builder.AddListeningPort(options.listen[i], CredentialsOf(options, options.listen[i]),
                             &started->ports_[i]);
  }
  builder.SetMaxReceiveMessageSize(options.largest_request);
  options.limits.ApplyTo(builder);
  for (auto* service : services) builder.RegisterService(service->service());
  const auto streams = StreamsAtOnce(options);
  started->queue_ = std::make_unique<CallQueue>(
      builder.AddCompletionQueue(),
      Admission::Limits{.running = options.calls, .waiting = options.queued_calls}, streams);
  started->server_ = builder.BuildAndStart();
  for (std::size_t i = 0; i < started->ports_.size(); ++i) {
    if (started->server_ != nullptr && started->ports_[i] != 0) continue;
    started->queue_->Close();
    return absl::UnavailableError(
        absl::StrCat("can't listen on ", options.listen[i], ": is another process using it?"));
  }
  for (auto* service : services) service->AcceptFrom(*started->queue_);
  // A fiber for each: what has begun never waits for one.
  started->loop_.emplace(options.calls + options.resting_calls + streams, started->queue_.get());
  started->queue_->Open();
  started->asked_ = AskQueue(options, *started->queue_);
  return started;
}

Server::~Server() { Stop(absl::Now()); }

void Server::Stop(absl::Time deadline) {
  if (!loop_) return;
  queue_->EndStreams();
  server_->Shutdown(absl::ToChronoTime(deadline));
  queue_->Close();
  loop_.reset();
}

absl::Status Serve(const ServerOptions& options, std::vector<QueuedService*> services) {
  RaiseFileLimit();
  Health health;
  services.push_back(&health);
  if (options.reflection) grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  const auto started = Server::Start(options, services);
  if (!started.ok()) return started.status();
  for (const auto& address : options.listen) {
    core::Log(core::LogLevel::kInfo, "listening", {{"address", address}});
  }

  health.SetServing(true);
  WatchUntilStopped(options, health);
  core::Log(core::LogLevel::kInfo, "stopping: draining calls");
  health.SetServing(false);
  EndAfter(options.drain + kLastWords);
  (*started)->Stop(absl::Now() + options.drain);
  return absl::OkStatus();
}

}  // namespace enlace::rpc
