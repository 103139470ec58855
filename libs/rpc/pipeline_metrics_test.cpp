#include <grpcpp/grpcpp.h>

#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include "absl/synchronization/notification.h"
#include "enlace/audit/v1/audit_service.grpc.pb.h"
#include "enlace/audit/v1/audit_stream_service.grpc.pb.h"
#include "libs/authn/api_key.h"
#include "libs/core/reasons.h"
#include "libs/loop/wait.h"
#include "libs/metrics/value_fixture.h"
#include "libs/rpc/pipeline.h"
#include "libs/rpc/server.h"
#include "libs/rpc/status.h"
#include "libs/rpc/stream_service.h"
#include "libs/rpc/unary_service.h"

namespace enlace::rpc {
namespace {

namespace v1 = enlace::audit::v1;
using Message = v1::ExportedAuditEvent;

class KnownKey final : public authn::CredentialResolver {
 public:
  absl::StatusOr<authn::Principal> Resolve(std::string_view, absl::Time,
                                           const authn::Origin&) override {
    return authn::Principal{.id = core::Ulid::Generate(absl::Now()),
                            .role = authn::Role::kServiceAccount,
                            .tenant_id = core::Ulid::Generate(absl::Now()),
                            .scopes = {"audit:read"}};
  }
};

class Lists final : public UnaryService<v1::AuditService> {
 public:
  explicit Lists(Pipeline& pipeline) : UnaryService(pipeline) {
    Add<v1::ListAuditEventsRequest, v1::ListAuditEventsResponse>(
        "ListAuditEvents", [this](Call& call, const auto&, auto&) { return handler(call); });
  }
  std::function<absl::Status(Call&)> handler = [](Call&) { return absl::OkStatus(); };
};

class Exports final : public StreamService<v1::AuditStreamService> {
 public:
  explicit Exports(Pipeline& pipeline) : StreamService(pipeline) {
    Add<v1::ExportAuditEventsRequest, Message>(
        "ExportAuditEvents", absl::Minutes(1),
        [](Call&, const auto&, StreamWriter<Message>&) { return core::refusal::NotFound(); });
  }
};

// A server with a place for one call.
class Fixture {
 public:
  Fixture() {
    const auto address = "127.0.0.1:" + std::to_string(server_->ports().front());
    const auto channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
    lists_stub_ = v1::AuditService::NewStub(channel);
    exports_stub_ = v1::AuditStreamService::NewStub(channel);
  }

  absl::Status List(bool in_emergency = false) {
    grpc::ClientContext context;
    context.AddMetadata("x-api-key", Key());
    if (in_emergency) {
      context.AddMetadata("x-purpose-of-use", "ETREAT");
      context.AddMetadata("x-purpose-reason", "unconscious");
    }
    v1::ListAuditEventsResponse response;
    return FromGrpcStatus(lists_stub_->ListAuditEvents(&context, {}, &response));
  }

  absl::Status Export() {
    grpc::ClientContext context;
    context.AddMetadata("x-api-key", Key());
    const auto reader = exports_stub_->ExportAuditEvents(&context, {});
    for (Message message; reader->Read(&message);) {
    }
    return FromGrpcStatus(reader->Finish());
  }

  Lists& lists() { return lists_; }
  double Value(const std::string& series) const { return metrics::ValueOf(registry_, series); }

 private:
  static std::string Key() {
    return authn::ApiKey::Generate("test", core::Ulid::Generate(absl::Now())).Plaintext();
  }

  metrics::Registry registry_;
  core::SystemClock clock_;
  authn::Authenticator authenticator_{std::make_unique<KnownKey>(), clock_};
  Pipeline pipeline_{authenticator_, nullptr, clock_, nullptr, nullptr, nullptr, &registry_};
  Lists lists_{pipeline_};
  Exports exports_{pipeline_};
  std::unique_ptr<Server> server_ = *Server::Start(
      {.listen = {"127.0.0.1:0"}, .calls = 1, .queued_calls = 0, .metrics = &registry_},
      {&lists_, &exports_});
  std::unique_ptr<v1::AuditService::Stub> lists_stub_;
  std::unique_ptr<v1::AuditStreamService::Stub> exports_stub_;
};

// Of the RPC that lists.
std::string Series(const std::string& name, const std::string& code = "") {
  return name + "{" + (code.empty() ? "" : "code=\"" + code + "\",") +
         R"(method="ListAuditEvents",service="enlace.audit.v1.AuditService"})";
}

constexpr char kCount[] = "enlace_rpc_duration_seconds_count";
constexpr char kInFlight[] = "enlace_rpc_in_flight";
constexpr char kRefused[] = "enlace_rpc_refused_total";

TEST_CASE("a call is counted with its method and code, and how long it took") {
  Fixture fixture;
  REQUIRE(fixture.List().ok());
  REQUIRE(fixture.List().ok());
  fixture.lists().handler = [](Call&) { return core::refusal::NotFound(); };
  REQUIRE(absl::IsNotFound(fixture.List()));
  fixture.lists().handler = [](Call&) -> absl::Status { throw std::runtime_error("thrown"); };
  REQUIRE(absl::IsInternal(fixture.List()));

  CHECK(fixture.Value(Series(kCount, "OK")) == 2);
  CHECK(fixture.Value(Series(kCount, "NOT_FOUND")) == 1);
  CHECK(fixture.Value(Series(kCount, "INTERNAL")) == 1);
  CHECK(fixture.Value(Series("enlace_rpc_duration_seconds_sum", "OK")) > 0);
  CHECK(fixture.Value(Series(kInFlight)) == 0);
}

TEST_CASE("a call that is under way is seen, and one for which there is no place is counted") {
  Fixture fixture;
  absl::Notification begun;
  std::unique_ptr<loop::Notification> release;
  fixture.lists().handler = [&](Call&) {
    release = std::make_unique<loop::Notification>();
    begun.Notify();
    release->Wait();
    return absl::OkStatus();
  };
  absl::Status outcome;
  std::thread caller([&] { outcome = fixture.List(); });
  begun.WaitForNotification();
  CHECK(fixture.Value(Series(kInFlight)) == 1);
  CHECK(fixture.Value("enlace_rpc_queue_running") == 1);
  CHECK(fixture.Value("enlace_rpc_queue_waiting") == 0);
  CHECK(fixture.Value("enlace_rpc_queue_places") == 1);

  CHECK(absl::IsResourceExhausted(fixture.List()));
  CHECK(fixture.Value(Series(kRefused)) == 1);

  release->Notify();
  caller.join();
  CHECK(outcome.ok());
  CHECK(fixture.Value(Series(kInFlight)) == 0);
  CHECK(fixture.Value(Series(kCount, "OK")) == 1);
}

TEST_CASE("a stream is counted by how it ended, and not among the durations") {
  Fixture fixture;
  REQUIRE(absl::IsNotFound(fixture.Export()));
  const std::string labels =
      R"({code="NOT_FOUND",method="ExportAuditEvents",service="enlace.audit.v1.AuditStreamService"})";
  CHECK(fixture.Value("enlace_rpc_streams_total" + labels) == 1);
  // Not a number: there is no such series.
  CHECK(!(fixture.Value(kCount + labels) >= 0));
}

TEST_CASE("an access in an emergency is counted") {
  Fixture fixture;
  fixture.lists().handler = [](Call& call) {
    call.WarnIfGlassIsBroken("enlace.audit.v1.AuditService/ListAuditEvents");
    return absl::OkStatus();
  };
  REQUIRE(fixture.List().ok());
  CHECK(fixture.Value("enlace_break_glass_accesses_total") == 0);
  REQUIRE(fixture.List(/*in_emergency=*/true).ok());
  CHECK(fixture.Value("enlace_break_glass_accesses_total") == 1);
}

}  // namespace
}  // namespace enlace::rpc
