#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "services/audit/testing/audit_server.h"
#include "services/audit/testing/events.h"
#include "services/audit/testing/fake_chain.h"
#include "services/audit/testing/fake_event_repository.h"

namespace enlace::audit::rpc {
namespace {

using testing::NewId;

struct Fixture {
  testing::FakeEventRepository events;
  testing::FakeChain chain{2};
  testing::AuditServer server{events, {.chain = &chain}};
};

// A watch of one caller.
class Watcher {
 public:
  Watcher(Fixture& f, const std::string& key, const v1::WatchAuditEventsRequest& request = {})
      : stub_(v1::AuditStreamService::NewStub(f.server.channel())) {
    f.server.AddMetadata(context_, key);
    reader_ = stub_->WatchAuditEvents(&context_, request);
  }
  ~Watcher() { context_.TryCancel(); }

  v1::WatchedAuditEvent Next() {
    v1::WatchedAuditEvent message;
    REQUIRE(reader_->Read(&message));
    return message;
  }
  grpc::Status Finish() { return reader_->Finish(); }

 private:
  std::unique_ptr<v1::AuditStreamService::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchedAuditEvent>> reader_;
};

TEST_CASE("a watch tells first where it begins, and then of what comes") {
  Fixture f;
  f.chain.Add(testing::Write());
  Watcher watcher(f, f.server.Bot(NewId(), {"audit:read"}));
  const auto begun = watcher.Next();
  CHECK(begun.cursor() == 0);
  CHECK_FALSE(begun.has_event());

  const auto event = testing::Write();
  f.chain.Add(event);

  const auto seen = watcher.Next();
  CHECK(seen.cursor() == 1);
  CHECK(seen.event().id() == event.id.ToString());
}

TEST_CASE("a watch of an empty chain begins before its first record") {
  Fixture f;
  Watcher watcher(f, f.server.Bot(NewId(), {"audit:read"}));
  CHECK(watcher.Next().cursor() == -1);
  f.chain.Add(testing::Write());
  CHECK(watcher.Next().cursor() == 0);
}

TEST_CASE("a watch goes on after its cursor without a gap or a double") {
  Fixture f;
  for (int i = 0; i < 7; ++i) f.chain.Add(testing::Write());
  v1::WatchAuditEventsRequest request;
  request.set_cursor(1);
  Watcher watcher(f, f.server.Bot(NewId(), {"audit:read"}), request);
  CHECK(watcher.Next().cursor() == 1);
  for (std::int64_t position = 2; position < 7; ++position) {
    const auto seen = watcher.Next();
    CHECK(seen.cursor() == position);
    CHECK(seen.has_event());
  }
}

TEST_CASE("a cursor from beyond the chain's end waits there") {
  Fixture f;
  f.chain.Add(testing::Write());
  v1::WatchAuditEventsRequest request;
  request.set_cursor(1'000);
  Watcher watcher(f, f.server.Bot(NewId(), {"audit:read"}), request);
  CHECK(watcher.Next().cursor() == 0);
  f.chain.Add(testing::Write());
  CHECK(watcher.Next().cursor() == 1);
}

TEST_CASE("a watch shows the events that meet its conditions, and records those") {
  Fixture f;
  const auto tenant = NewId();
  v1::WatchAuditEventsRequest request;
  request.set_event_type("REFUSAL");
  request.set_action("AUTHENTICATE");
  Watcher watcher(f, f.server.Bot(tenant, {"audit:read"}), request);
  watcher.Next();
  f.chain.Add(testing::Write());
  const auto refusal = testing::Refusal();
  f.chain.Add(refusal);

  CHECK(watcher.Next().event().id() == refusal.id.ToString());

  const auto stored = f.events.stored().at(tenant);
  REQUIRE(stored.size() == 1);
  CHECK(stored.begin()->second.resource_ids == std::vector<core::Ulid>{refusal.id});
}

TEST_CASE("what watches leave in the audit is shown to no watch") {
  Fixture f;
  Watcher watcher(f, f.server.Bot(NewId(), {"audit:read"}));
  watcher.Next();
  auto look = testing::Access(1);
  look.resource_type = "AuditEvent";
  look.endpoint = "enlace.audit.v1.AuditStreamService/WatchAuditEvents";
  f.chain.Add(look);
  f.chain.AddDropped();
  const auto write = testing::Write();
  f.chain.Add(write);
  CHECK(watcher.Next().event().id() == write.id.ToString());
}

TEST_CASE("an auditor watches without people's data") {
  Fixture f;
  Watcher watcher(f, f.server.Person(NewId(), authn::Role::kAuditor));
  watcher.Next();
  f.chain.Add(testing::Write(), NewId());
  const auto seen = watcher.Next();
  CHECK_FALSE(seen.event().actor().has_email());
  CHECK_FALSE(seen.event().has_ip());
  CHECK(seen.event().after().fields().at("firstName").string_value() == "***");
}

TEST_CASE("a watch that can't be recorded shows nothing") {
  Fixture f;
  const auto tenant = NewId();
  Watcher watcher(f, f.server.Bot(tenant, {"audit:read"}));
  watcher.Next();
  f.events.failing_tenant = tenant;
  f.chain.Add(testing::Write());
  CHECK(watcher.Finish().error_code() == grpc::StatusCode::UNAVAILABLE);
}

TEST_CASE("who may not list the audit may not watch it, and a wrong condition is refused") {
  Fixture f;
  CHECK(Watcher(f, f.server.Bot(NewId(), {"patients:read"})).Finish().error_code() ==
        grpc::StatusCode::PERMISSION_DENIED);
  v1::WatchAuditEventsRequest request;
  request.set_action("BREW");
  CHECK(Watcher(f, f.server.Bot(NewId(), {"audit:read"}), request).Finish().error_code() ==
        grpc::StatusCode::INVALID_ARGUMENT);
  request.clear_action();
  request.set_cursor(-2);
  CHECK(Watcher(f, f.server.Bot(NewId(), {"audit:read"}), request).Finish().error_code() ==
        grpc::StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace enlace::audit::rpc
