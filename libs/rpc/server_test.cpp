#include "libs/rpc/server.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "libs/core/error.h"
#include "libs/core/reasons.h"
#include "libs/loop/wait.h"
#include "libs/rpc/channel.h"
#include "libs/rpc/status.h"
#include "libs/rpc/tenant_share.h"

namespace enlace::rpc {
namespace {

namespace v1 = grpc::health::v1;

// Far beyond what any of this takes.
constexpr absl::Duration kLong = absl::Seconds(30);

// The health protocol's Check with a handler of the test's own.
class Service final : public QueuedUnaryService<v1::Health::AsyncService> {
 public:
  using Handler = std::function<grpc::Status(grpc::ServerContext&)>;

  explicit Service(Handler handler) {
    const auto* health = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
        v1::Health::service_full_name());
    Accept<v1::HealthCheckRequest, v1::HealthCheckResponse>(
        {.index = health->FindMethodByName("Check")->index(),
         .handle = [handler = std::move(handler)](auto& context, auto&,
                                                  auto&) { return handler(context); },
         .refuse = [](auto&) { return ToGrpcStatus(core::refusal::Busy(), "", {}); }});
  }
};

class Fixture {
 public:
  Fixture(ServerOptions options, Service::Handler handler) : service_(std::move(handler)) {
    options.listen = {"127.0.0.1:0"};
    server_ = *Server::Start(options, {&service_});
    stub_ = v1::Health::NewStub(MakeChannel(
        "test", "127.0.0.1:" + std::to_string(server_->ports().front()), /*tls=*/nullptr));
  }

  absl::Status Call(const std::string& name, const std::string& value) {
    grpc::ClientContext context;
    context.AddMetadata(name, value);
    context.set_deadline(absl::ToChronoTime(absl::Now() + kLong));
    v1::HealthCheckResponse response;
    return FromGrpcStatus(stub_->Check(&context, {}, &response));
  }

  absl::Status Call() { return Call("x-tenant", "alpha"); }

 private:
  Service service_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<v1::Health::Stub> stub_;
};

// Keeps calls under way until it opens.
class Gate {
 public:
  void Pass() {
    const loop::Notification opened;
    {
      absl::MutexLock lock(&mutex_);
      if (open_) return;
      waiting_.push_back(opened);
    }
    opened.Wait();
  }
  void AwaitWaiting(std::size_t count) {
    const auto enough = [&] { return waiting_.size() >= count; };
    absl::MutexLock lock(&mutex_, absl::Condition(&enough));
  }
  void Open() {
    absl::MutexLock lock(&mutex_);
    open_ = true;
    for (const auto& opened : waiting_) opened.Notify();
  }

 private:
  absl::Mutex mutex_;
  bool open_ = false;
  std::vector<loop::Notification> waiting_;
};

bool IsBusy(const absl::Status& status) {
  const auto details = core::DetailsOf(status);
  return absl::IsResourceExhausted(status) && details.reason == core::reason::kBusy &&
         details.retry_after.has_value();
}

TEST_CASE("a call that finds no place is told so long before its deadline") {
  Gate gate;
  Fixture fixture({.calls = 1}, [&](auto&) {
    gate.Pass();
    return grpc::Status::OK;
  });
  absl::Status first;
  std::thread caller([&] { first = fixture.Call(); });
  gate.AwaitWaiting(1);
  const auto began = absl::Now();
  CHECK(IsBusy(fixture.Call()));
  CHECK(absl::Now() - began < kLong / 2);
  gate.Open();
  caller.join();
  CHECK(first.ok());
}

TEST_CASE("calls that wait for their tenant's share leave their places to the others") {
  Gate gate;
  TenantShare shares({.calls = 4});
  const core::Ulid alpha = core::Ulid::Generate(absl::Now());
  const core::Ulid beta = core::Ulid::Generate(absl::Now());
  Fixture fixture({.calls = 4, .resting_calls = TenantShare::kMostWaiting}, [&](auto& context) {
    const bool is_alpha = context.client_metadata().find("x-tenant")->second == "alpha";
    const auto hold = shares.Enter({is_alpha ? alpha : beta}, absl::Now() + kLong);
    if (!hold.ok()) return ToGrpcStatus(hold.status(), "", {});
    if (is_alpha) gate.Pass();
    return grpc::Status::OK;
  });
  std::atomic<int> answered = 0, busy = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 12; ++i) {
    callers.emplace_back([&] {
      const auto status = fixture.Call();
      if (status.ok()) ++answered;
      if (IsBusy(status)) ++busy;
    });
  }
  // Half of the places are alpha's, and the others of its calls wait until they are refused.
  gate.AwaitWaiting(2);
  bool others_go_on = true;
  while (busy < 10 && others_go_on) others_go_on = fixture.Call("x-tenant", "beta").ok();
  CHECK(others_go_on);
  gate.Open();
  for (auto& caller : callers) caller.join();
  CHECK(answered == 2);
}

TEST_CASE("connections that reach their age are replaced without a failed call") {
  absl::Mutex mutex;
  std::set<std::string> peers;
  Fixture fixture({.limits = {.connection_age = absl::Milliseconds(100)}}, [&](auto& context) {
    absl::MutexLock lock(&mutex);
    peers.insert(context.peer());
    return grpc::Status::OK;
  });
  const auto connections = [&] {
    absl::MutexLock lock(&mutex);
    return peers.size();
  };
  std::atomic<int> failed = 0;
  std::vector<std::thread> callers;
  const auto end = absl::Now() + kLong;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      while (connections() < 4 && absl::Now() < end) {
        if (!fixture.Call().ok()) ++failed;
      }
    });
  }
  for (auto& caller : callers) caller.join();
  CHECK(connections() >= 4);
  CHECK(failed == 0);
}

TEST_CASE("metadata beyond their limit reach no handler, and who calls again is served") {
  std::atomic<bool> large = false;
  Fixture fixture({}, [&](auto& context) {
    if (context.client_metadata().contains("x-large")) large = true;
    return grpc::Status::OK;
  });
  CHECK(fixture.Call("x-large", std::string(ServerLimits::kMetadata / 2, 'x')).ok());
  CHECK(large.exchange(false));
  CHECK_FALSE(fixture.Call("x-large", std::string(4 * ServerLimits::kMetadata, 'x')).ok());
  CHECK_FALSE(large);
  // The server may close that connection, and with it what the client sends before it knows.
  const auto end = absl::Now() + kLong;
  auto next = fixture.Call();
  while (absl::IsUnavailable(next) && absl::Now() < end) next = fixture.Call();
  CHECK(next == absl::OkStatus());
}

}  // namespace
}  // namespace enlace::rpc
