#include "libs/rpc/audit_sink.h"

#include <catch2/catch_test_macros.hpp>
#include <mutex>
#include <string>
#include <vector>

#include "enlace/audit/v1/audit_service.grpc.pb.h"

namespace enlace::rpc {
namespace {

namespace v1 = enlace::audit::v1;

// Keeps what it is sent; answers with `answer`.
class RecordingAudit final : public v1::AuditService::Service {
 public:
  grpc::Status RecordAuditEvents(grpc::ServerContext* context,
                                 const v1::RecordAuditEventsRequest* request,
                                 v1::RecordAuditEventsResponse*) override {
    const std::lock_guard lock(mutex_);
    const auto& metadata = context->client_metadata();
    const auto key = metadata.find("x-api-key");
    if (key != metadata.end()) keys.emplace_back(key->second.data(), key->second.size());
    batches.push_back(*request);
    return answer;
  }

  std::vector<v1::RecordAuditEventsRequest> batches;
  std::vector<std::string> keys;
  grpc::Status answer;

 private:
  std::mutex mutex_;
};

struct Fixture {
  Fixture() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&audit);
    server = builder.BuildAndStart();
    sink = std::make_unique<AuditSink>(server->InProcessChannel({}), "enl_the_key");
  }
  RecordingAudit audit;
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<AuditSink> sink;
};

db::OutboxEvent Event() {
  db::OutboxEvent event;
  event.event_id = core::Ulid::Generate(absl::Now());
  event.tenant_id = core::Ulid::Generate(absl::Now());
  event.occurred_at = absl::FromUnixMicros(1'764'597'600'123'456);
  event.event_type = "WRITE";
  event.action = "UPDATE";
  event.resource_type = "Patient";
  event.resource_ids = {core::Ulid::Generate(absl::Now())};
  event.resource_version = 3;
  event.actor_type = "API_KEY";
  event.actor_id = "key";
  event.actor_email = "owner@example.com";
  event.request_id = "request-1";
  event.ip = "192.0.2.1";
  event.user_agent = "agent";
  event.before_json = R"({"n":9007199254740993})";
  event.after_json = R"({"n":9007199254740994})";
  return event;
}

TEST_CASE("an outbox event arrives whole, with the service's key") {
  Fixture fixture;
  const auto event = Event();

  REQUIRE(fixture.sink->Deliver({event}).ok());

  REQUIRE(fixture.audit.keys == std::vector<std::string>{"enl_the_key"});
  REQUIRE(fixture.audit.batches.size() == 1);
  REQUIRE(fixture.audit.batches[0].events_size() == 1);
  const auto& sent = fixture.audit.batches[0].events(0);
  CHECK(sent.tenant_id() == event.tenant_id.ToString());
  CHECK(sent.before_json() == event.before_json);
  CHECK(sent.after_json() == event.after_json);
  CHECK(sent.event().id() == event.event_id.ToString());
  CHECK(sent.event().occurred_at().seconds() == 1'764'597'600);
  CHECK(sent.event().occurred_at().nanos() == 123'456'000);
  CHECK(sent.event().event_type() == "WRITE");
  CHECK(sent.event().action() == "UPDATE");
  CHECK(sent.event().resource_type() == "Patient");
  REQUIRE(sent.event().resource_ids_size() == 1);
  CHECK(sent.event().resource_ids(0) == event.resource_ids[0].ToString());
  CHECK(sent.event().resource_version() == 3);
  CHECK(sent.event().actor().type() == "API_KEY");
  CHECK(sent.event().actor().id() == "key");
  CHECK(sent.event().actor().email() == "owner@example.com");
  CHECK(sent.event().request_id() == "request-1");
  CHECK(sent.event().ip() == "192.0.2.1");
  CHECK(sent.event().user_agent() == "agent");
  CHECK(sent.event().success());
}

TEST_CASE("a refusal arrives as what did not succeed, with its reason and its number of calls") {
  Fixture fixture;
  auto event = Event();
  event.event_type = "REFUSAL";
  event.reason = "SCOPE_MISSING";
  event.calls = 12;
  REQUIRE(fixture.sink->Deliver({Event(), event}).ok());
  const auto& sent = fixture.audit.batches.at(0);
  CHECK(sent.events(0).event().success());
  CHECK_FALSE(sent.events(0).event().has_reason());
  CHECK_FALSE(sent.events(1).event().success());
  CHECK(sent.events(1).event().reason() == "SCOPE_MISSING");
  CHECK(sent.events(1).event().calls() == 12);
}

TEST_CASE("nothing to deliver calls nobody") {
  Fixture fixture;
  CHECK(fixture.sink->Deliver({}).ok());
  CHECK(fixture.audit.batches.empty());
}

TEST_CASE("many events travel in order, at most 1,000 at a time") {
  Fixture fixture;
  const std::vector<db::OutboxEvent> events(2'500, Event());

  REQUIRE(fixture.sink->Deliver(events).ok());

  REQUIRE(fixture.audit.batches.size() == 3);
  CHECK(fixture.audit.batches[0].events_size() == 1'000);
  CHECK(fixture.audit.batches[1].events_size() == 1'000);
  CHECK(fixture.audit.batches[2].events_size() == 500);
}

TEST_CASE("large events are spread over batches that a server takes") {
  Fixture fixture;
  auto large = Event();
  large.after_json = R"({"text":")" + std::string(900'000, 'x') + R"("})";

  REQUIRE(fixture.sink->Deliver(std::vector<db::OutboxEvent>(5, large)).ok());

  REQUIRE(fixture.audit.batches.size() == 3);
  for (const auto& batch : fixture.audit.batches) {
    CHECK(batch.ByteSizeLong() <= AuditSink::kMaxBytes + 1'000);
  }
}

TEST_CASE("a failing audit service fails the delivery and ends it") {
  Fixture fixture;
  fixture.audit.answer = grpc::Status(grpc::StatusCode::UNAVAILABLE, "down");

  const auto status = fixture.sink->Deliver(std::vector<db::OutboxEvent>(1'001, Event()));

  CHECK(absl::IsUnavailable(status));
  CHECK(fixture.audit.batches.size() == 1);
}

TEST_CASE("a refused event is told apart from a broken connection") {
  Fixture fixture;
  fixture.audit.answer = grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "events[0].action");
  CHECK(absl::IsInvalidArgument(fixture.sink->Deliver({Event()})));
}

}  // namespace
}  // namespace enlace::rpc
