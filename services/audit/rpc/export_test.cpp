#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "libs/core/error.h"
#include "libs/rpc/status.h"
#include "services/audit/testing/audit_server.h"
#include "services/audit/testing/events.h"
#include "services/audit/testing/fake_chain.h"
#include "services/audit/testing/fake_event_repository.h"

namespace enlace::audit::rpc {
namespace {

using testing::Morning;
using testing::NewId;

struct Fixture {
  // All messages of the export, and its end.
  grpc::Status Export(const std::string& key) {
    grpc::ClientContext context;
    server.AddMetadata(context, key);
    const auto reader =
        v1::AuditStreamService::NewStub(server.channel())->ExportAuditEvents(&context, request);
    exported.clear();
    v1::ExportedAuditEvent message;
    while (reader->Read(&message)) exported.push_back(message);
    return reader->Finish();
  }

  testing::FakeEventRepository events;
  // Of two positions a page.
  testing::FakeChain chain{2};
  testing::AuditServer server{events, {.chain = &chain}};
  v1::ExportAuditEventsRequest request;
  std::vector<v1::ExportedAuditEvent> exported;
};

TEST_CASE("an export holds the whole chain in its order, and says how long it is") {
  Fixture f;
  for (int i = 0; i < 5; ++i) f.chain.Add(testing::Write(), NewId());
  const auto tenant = NewId();

  REQUIRE(f.Export(f.server.Bot(tenant, {"audit:read"})).ok());

  REQUIRE(f.exported.size() == 5);
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(f.exported[i].position() == static_cast<std::int64_t>(i));
    CHECK(f.exported[i].has_total() == (i == 0));
    CHECK(f.exported[i].tenant_id() == tenant.ToString());
    CHECK(f.exported[i].entry_hash() == absl::Base64Escape(std::string(32, 'h')));
  }
  CHECK(f.exported[0].total() == 5);
  CHECK(f.chain.tenants().at(0) == tenant);
}

TEST_CASE("an empty chain is an empty export, of which there is no record") {
  Fixture f;
  REQUIRE(f.Export(f.server.Bot(NewId(), {"audit:read"})).ok());
  CHECK(f.exported.empty());
  CHECK(f.events.stored().empty());
}

TEST_CASE("an export goes on from a position, and keeps to its times") {
  Fixture f;
  for (int i = 0; i < 9; ++i) f.chain.Add(testing::Write(Morning() + absl::Hours(i)), NewId());
  f.request.set_from_position(3);
  f.request.set_to(
      absl::FormatTime(absl::RFC3339_full, Morning() + absl::Hours(6), absl::UTCTimeZone()));
  REQUIRE(f.Export(f.server.Bot(NewId(), {"audit:read"})).ok());
  REQUIRE(f.exported.size() == 3);
  CHECK(f.exported.front().position() == 3);
  CHECK(f.exported.back().position() == 5);
}

TEST_CASE("each page leaves a record of what it held, before it leaves") {
  Fixture f;
  for (int i = 0; i < 3; ++i) f.chain.Add(testing::Write(), NewId());
  const auto tenant = NewId();
  const auto bot = f.server.Bot(tenant, {"audit:read"});

  REQUIRE(f.Export(bot).ok());

  const auto stored = f.events.stored().at(tenant);
  CHECK(stored.size() == 2);
  std::size_t named = 0;
  for (const auto& [id, access] : stored) {
    CHECK(access.event_type == "ACCESS");
    CHECK(access.endpoint == "enlace.audit.v1.AuditStreamService/ExportAuditEvents");
    named += access.resource_ids.size();
  }
  CHECK(named == 3);

  f.events.failing_tenant = tenant;
  CHECK(f.Export(bot).error_code() == grpc::StatusCode::UNAVAILABLE);
  CHECK(f.exported.empty());
}

TEST_CASE("a sealed record is exported with what its hash is over, and with its key") {
  Fixture f;
  const auto event = testing::Write();
  const auto person = NewId();
  f.chain.Add(event, person);
  REQUIRE(f.Export(f.server.Bot(NewId(), {"audit:read"})).ok());
  const auto& message = f.exported.at(0);
  CHECK(message.person_id() == person.ToString());
  CHECK(message.payload() == absl::Base64Escape("sealed"));
  CHECK(message.payload_key() == absl::Base64Escape(std::string(32, 'k')));
  CHECK(message.event().actor().email() == event.actor.email);
  CHECK_FALSE(message.has_clear());
}

TEST_CASE("a record from before payloads were sealed is exported with its texts") {
  Fixture f;
  const auto event = testing::Write();
  f.chain.Add(event);
  REQUIRE(f.Export(f.server.Bot(NewId(), {"audit:read"})).ok());
  const auto& message = f.exported.at(0);
  CHECK_FALSE(message.has_person_id());
  CHECK_FALSE(message.has_payload());
  CHECK(message.clear().actor_email() == event.actor.email);
  CHECK(message.clear().ip() == event.ip);
  CHECK(message.clear().user_agent() == event.user_agent);
  CHECK(message.clear().before() == event.before_json);
  CHECK(message.clear().after() == event.after_json);
}

TEST_CASE("of a record that is gone its place and hash are exported") {
  Fixture f;
  f.chain.AddDropped();
  REQUIRE(f.Export(f.server.Bot(NewId(), {"audit:read"})).ok());
  const auto& message = f.exported.at(0);
  CHECK(message.dropped());
  CHECK_FALSE(message.entry_hash().empty());
  CHECK_FALSE(message.has_event());
  CHECK_FALSE(message.has_clear());
}

TEST_CASE("an auditor's export holds nobody's data, and can be checked all the same") {
  Fixture f;
  auto event = testing::Write();
  f.chain.Add(event, NewId());
  f.chain.Add(event);
  REQUIRE(f.Export(f.server.Person(NewId(), authn::Role::kAuditor)).ok());
  REQUIRE(f.exported.size() == 2);
  CHECK(f.exported[0].has_payload());
  for (const auto& message : f.exported) {
    CHECK_FALSE(message.has_payload_key());
    CHECK_FALSE(message.has_clear());
    const auto text = message.SerializeAsString();
    for (const std::string& personal : {event.actor.email, event.ip, std::string("María")}) {
      CHECK(text.find(personal) == std::string::npos);
    }
  }
}

TEST_CASE("who may not list the audit may not export it") {
  Fixture f;
  f.chain.Add(testing::Write(), NewId());
  CHECK(f.Export("").error_code() == grpc::StatusCode::UNAUTHENTICATED);
  for (const auto& key : {f.server.Person(NewId(), authn::Role::kProvider), f.server.Relay(),
                          f.server.Bot(NewId(), {"patients:read"})}) {
    CHECK(f.Export(key).error_code() == grpc::StatusCode::PERMISSION_DENIED);
  }
  CHECK(f.exported.empty());
  CHECK(f.chain.ranges().empty());
  REQUIRE(f.Export(f.server.PlatformAdmin()).ok());
  CHECK(f.chain.tenants().at(0) == PlatformTenant());
}

TEST_CASE("every wrong field of an export is named at once") {
  Fixture f;
  f.request.set_from_position(-1);
  f.request.set_from("yesterday");
  f.request.set_to("2026-11-21");
  const auto status = f.Export(f.server.Bot(NewId(), {"audit:read"}));
  CHECK(status.error_code() == grpc::StatusCode::INVALID_ARGUMENT);
  const auto details = core::DetailsOf(enlace::rpc::FromGrpcStatus(status));
  std::vector<std::string> fields;
  for (const auto& violation : details.violations) fields.push_back(violation.field);
  CHECK(fields == std::vector<std::string>{"from", "to", "fromPosition"});
}

}  // namespace
}  // namespace enlace::audit::rpc
