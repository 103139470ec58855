#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "libs/rpc/audit_sink.h"
#include "services/audit/testing/audit_database.h"
#include "services/audit/testing/audit_server.h"
#include "services/audit/testing/events.h"

namespace enlace::audit::rpc {
namespace {

using testing::NewId;

db::OutboxEvent OutboxRow(const core::Ulid& tenant_id) {
  db::OutboxEvent row;
  row.event_id = NewId();
  row.tenant_id = tenant_id;
  row.occurred_at = testing::Morning() + absl::Microseconds(123'456);
  row.event_type = "WRITE";
  row.action = "UPDATE";
  row.resource_type = "Patient";
  row.resource_ids = {NewId()};
  row.resource_version = 2;
  row.actor_type = "API_KEY";
  row.actor_id = NewId().ToString();
  row.request_id = "request-1";
  row.before_json = R"({"first_name": "María"})";
  row.after_json = R"({"first_name": "María José"})";
  return row;
}

struct Fixture {
  testing::AuditDatabase& database = testing::SharedDatabase();
  testing::AuditServer server{database.events()};
  enlace::rpc::AuditSink sink{server.channel(), server.Relay()};
  core::Ulid alpha = NewId();
  core::Ulid beta = NewId();
  std::string alpha_bot = server.Bot(alpha, {"audit:read"});
  std::string beta_bot = server.Bot(beta, {"audit:read"});
  v1::ListAuditEventsResponse listed;
};

TEST_CASE("what a service's outbox held is listed to its own tenant") {
  Fixture f;
  const auto row = OutboxRow(f.alpha);

  REQUIRE(f.sink.Deliver({row, OutboxRow(f.beta)}).ok());

  REQUIRE(f.server.List(f.alpha_bot, {}, &f.listed).ok());
  REQUIRE(f.listed.events_size() == 1);
  const auto& event = f.listed.events(0);
  CHECK(event.id() == row.event_id.ToString());
  CHECK(event.resource_id() == row.resource_ids[0].ToString());
  CHECK(event.occurred_at().nanos() == 123'456'000);
  CHECK(event.before().fields().at("firstName").string_value() == "María");
  CHECK(event.after().fields().at("firstName").string_value() == "María José");
  CHECK(event.success());
}

TEST_CASE("a batch that is delivered again is listed once") {
  Fixture f;
  std::vector<db::OutboxEvent> rows;
  for (int i = 0; i < 1'500; ++i) rows.push_back(OutboxRow(i % 2 == 0 ? f.alpha : f.beta));
  REQUIRE(f.sink.Deliver(rows).ok());
  REQUIRE(f.sink.Deliver(rows).ok());

  int alphas = 0;
  v1::ListAuditEventsRequest request;
  request.set_page_size(200);
  do {
    REQUIRE(f.server.List(f.alpha_bot, request, &f.listed).ok());
    alphas += f.listed.events_size();
    request.set_page_token(f.listed.next_page_token());
  } while (f.listed.has_next_page_token());

  CHECK(alphas == 750);
}

TEST_CASE("another tenant's ids and page tokens show nothing") {
  Fixture f;
  const auto row = OutboxRow(f.alpha);
  REQUIRE(f.sink.Deliver({row, OutboxRow(f.alpha)}).ok());
  v1::ListAuditEventsRequest first;
  first.set_page_size(1);
  REQUIRE(f.server.List(f.alpha_bot, first, &f.listed).ok());
  REQUIRE(f.listed.has_next_page_token());
  v1::ListAuditEventsRequest foreign;
  foreign.set_page_token(f.listed.next_page_token());

  CHECK(f.server.List(f.beta_bot, foreign, &f.listed).error_code() ==
        grpc::StatusCode::INVALID_ARGUMENT);
  foreign.clear_page_token();
  foreign.set_resource_id(row.resource_ids[0].ToString());
  REQUIRE(f.server.List(f.beta_bot, foreign, &f.listed).ok());
  CHECK(f.listed.events_size() == 0);
}

TEST_CASE("an event of no tenant is delivered, and no tenant sees it") {
  Fixture f;
  REQUIRE(f.sink.Deliver({OutboxRow(core::Ulid())}).ok());
  REQUIRE(f.server.List(f.alpha_bot, {}, &f.listed).ok());
  CHECK(f.listed.events_size() == 0);
}

TEST_CASE("a row far larger than a request does not hold up the relay") {
  Fixture f;
  auto row = OutboxRow(f.alpha);
  row.before_json = R"({"text": ")" + std::string(4 << 20, 'x') + R"("})";
  row.after_json = R"({"text": ")" + std::string(4 << 20, 'y') + R"("})";

  REQUIRE(f.sink.Deliver({OutboxRow(f.alpha), row, OutboxRow(f.alpha)}).ok());

  const auto kept =
      f.database.events().List(testing::ContextOf(f.alpha), {.resource_id = row.resource_ids[0]},
                               std::nullopt, 10, testing::Later());
  REQUIRE(kept.ok());
  REQUIRE(kept->events.size() == 1);
  CHECK((kept->events[0].after_json == row.after_json));
}

TEST_CASE("a tenant's credential can't deliver events") {
  Fixture f;
  enlace::rpc::AuditSink stranger(f.server.channel(), f.alpha_bot);
  CHECK(absl::IsPermissionDenied(stranger.Deliver({OutboxRow(f.alpha)})));
  REQUIRE(f.server.List(f.alpha_bot, {}, &f.listed).ok());
  CHECK(f.listed.events_size() == 0);
}

}  // namespace
}  // namespace enlace::audit::rpc
