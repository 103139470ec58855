#include "services/audit/rpc/audit_service.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

#include "libs/core/error.h"
#include "libs/rpc/status.h"
#include "services/audit/domain/access_row.h"
#include "services/audit/rpc/event_message.h"
#include "services/audit/testing/audit_server.h"
#include "services/audit/testing/events.h"
#include "services/audit/testing/fake_event_repository.h"

namespace enlace::audit::rpc {
namespace {

using testing::NewId;

struct Fixture {
  testing::FakeEventRepository events;
  testing::AuditServer server{events};
  v1::ListAuditEventsResponse listed;
  v1::RecordAuditEventsResponse recorded;
};

v1::RecordAuditEventsRequest Batch(const core::Ulid& tenant_id, int size) {
  v1::RecordAuditEventsRequest request;
  for (int i = 0; i < size; ++i) {
    auto* next = request.add_events();
    next->set_tenant_id(tenant_id.ToString());
    const auto event = testing::Write();
    WriteEvent(event, PersonalData::kShown, next->mutable_event());
    next->mutable_event()->clear_before();
    next->mutable_event()->clear_after();
    next->set_before_json(event.before_json);
    next->set_after_json(event.after_json);
  }
  return request;
}

std::string ReasonOf(const grpc::Status& status) {
  return core::DetailsOf(enlace::rpc::FromGrpcStatus(status)).reason;
}

std::vector<core::Violation> ViolationsOf(const grpc::Status& status) {
  return core::DetailsOf(enlace::rpc::FromGrpcStatus(status)).violations;
}

TEST_CASE("a relay's events are kept under their tenants") {
  Fixture f;
  const auto alpha = NewId();
  auto batch = Batch(alpha, 3);
  batch.mutable_events(2)->set_tenant_id(NewId().ToString());

  const auto status = f.server.Record(f.server.Relay(), batch, &f.recorded);

  REQUIRE(status.ok());
  CHECK(f.recorded.stored() == 3);
  CHECK(f.events.stored().size() == 2);
  CHECK(f.events.stored().at(alpha).size() == 2);
}

TEST_CASE("only the platform's own processes may record") {
  Fixture f;
  const auto tenant = NewId();
  const auto batch = Batch(tenant, 1);
  const auto bot = f.server.Bot(tenant, {"audit:read", "patients:write"});

  CHECK(ReasonOf(f.server.Record("", batch, &f.recorded)) == "CREDENTIAL_MISSING");
  CHECK(ReasonOf(f.server.Record("enl_wrong", batch, &f.recorded)) == "CREDENTIAL_INVALID");
  CHECK(ReasonOf(f.server.Record(bot, batch, &f.recorded)) == "ROLE_NOT_ALLOWED");
  CHECK(ReasonOf(f.server.Record(f.server.PlatformAdmin(), batch, &f.recorded)) ==
        "ROLE_NOT_ALLOWED");
  CHECK(f.events.stored().empty());
}

TEST_CASE("a list needs a tenant's credential with the scope audit:read") {
  Fixture f;
  const auto bot = f.server.Bot(NewId(), {"patients:read", "patients:list"});

  CHECK(ReasonOf(f.server.List("", {}, &f.listed)) == "CREDENTIAL_MISSING");
  CHECK(ReasonOf(f.server.List(bot, {}, &f.listed)) == "SCOPE_MISSING");
  CHECK(ReasonOf(f.server.List(f.server.Relay(), {}, &f.listed)) == "ROLE_NOT_ALLOWED");
  CHECK(f.events.listings().empty());
}

TEST_CASE("a list asks for the caller's own tenant with the conditions sent") {
  Fixture f;
  const auto tenant = NewId();
  const auto patient = NewId();
  f.events.page.events = {testing::Write()};
  v1::ListAuditEventsRequest request;
  request.set_resource_type("Patient");
  request.set_resource_id(patient.ToString());
  request.set_action("UPDATE");
  request.set_from("2026-11-01T00:00:00Z");
  request.set_reason("TREAT");
  request.set_success(true);
  request.set_page_size(7);

  const auto status = f.server.List(f.server.Bot(tenant, {"audit:read"}), request, &f.listed);

  REQUIRE(status.ok());
  REQUIRE(f.listed.events_size() == 1);
  CHECK(f.listed.events(0).id() == f.events.page.events[0].id.ToString());
  CHECK_FALSE(f.listed.has_next_page_token());
  const auto listing = f.events.listings().at(0);
  CHECK(listing.context.tenant_id == tenant);
  CHECK(listing.filter.resource_id == patient);
  CHECK(listing.filter.resource_type == "Patient");
  CHECK(listing.filter.action == "UPDATE");
  CHECK(listing.filter.from);
  CHECK_FALSE(listing.filter.to);
  CHECK(listing.filter.reason == "TREAT");
  CHECK(listing.filter.success == true);
  CHECK_FALSE(listing.after);
  CHECK(listing.size == 7);
}

TEST_CASE("a platform key sees the events of no tenant, and leaves a record there") {
  Fixture f;
  f.events.page.events = {testing::Refusal()};

  REQUIRE(f.server.List(f.server.PlatformAdmin(), {}, &f.listed).ok());

  REQUIRE(f.listed.events_size() == 1);
  CHECK(f.events.listings().at(0).context.tenant_id == PlatformTenant());
  CHECK(f.events.stored().at(PlatformTenant()).size() == 1);
}

TEST_CASE("the next page begins after the last event of this one") {
  Fixture f;
  const auto bot = f.server.Bot(NewId(), {"audit:read"});
  f.events.page = {.events = {testing::Write(), testing::Write()}, .more = true};
  REQUIRE(f.server.List(bot, {}, &f.listed).ok());
  REQUIRE(f.listed.has_next_page_token());
  v1::ListAuditEventsRequest next;
  next.set_page_token(f.listed.next_page_token());

  REQUIRE(f.server.List(bot, next, &f.listed).ok());

  CHECK(f.events.listings().at(0).size == 50);
  const auto after = f.events.listings().at(1).after;
  REQUIRE(after);
  CHECK(after->id == f.events.page.events[1].id);
  CHECK(after->occurred_at == f.events.page.events[1].occurred_at);
}

TEST_CASE("who looks at the audit leaves a record with what was shown") {
  Fixture f;
  const auto tenant = NewId();
  const auto shown = testing::Write();
  f.events.page = {.events = {shown}, .more = false};

  const auto status = f.server.List(f.server.Bot(tenant, {"audit:read"}), {}, &f.listed);

  REQUIRE(status.ok());
  const auto stored = f.events.stored().at(tenant);
  REQUIRE(stored.size() == 1);
  const auto& access = stored.begin()->second;
  CHECK(access.event_type == "ACCESS");
  CHECK(access.action == "LIST");
  CHECK(access.resource_type == "AuditEvent");
  CHECK(access.resource_ids == std::vector<core::Ulid>{shown.id});
  CHECK_FALSE(access.actor.id.empty());
}

TEST_CASE("a look at the audit says what it was for, and why") {
  Fixture f;
  const auto tenant = NewId();
  f.events.page.events = {testing::Write()};
  f.server.purpose = "PATRQT";
  f.server.purpose_reason = "El paciente pregunta";

  REQUIRE(f.server.List(f.server.Bot(tenant, {"audit:read"}), {}, &f.listed).ok());

  const auto access = f.events.stored().at(tenant).begin()->second;
  CHECK(access.reason == "PATRQT");
  const auto row = ReadAccessRow(access);
  CHECK(row.fields_class == "CLINICAL");
  CHECK(row.purpose_reason == "El paciente pregunta");
}

TEST_CASE("a look at the audit that can't be recorded shows nothing") {
  Fixture f;
  const auto tenant = NewId();
  f.events.page = {.events = {testing::Write()}, .more = false};
  f.events.failing_tenant = tenant;

  const auto status = f.server.List(f.server.Bot(tenant, {"audit:read"}), {}, &f.listed);

  CHECK(status.error_code() == grpc::StatusCode::UNAVAILABLE);
  CHECK(f.listed.events().empty());
}

TEST_CASE("an empty list leaves no record") {
  Fixture f;
  const auto tenant = NewId();
  REQUIRE(f.server.List(f.server.Bot(tenant, {"audit:read"}), {}, &f.listed).ok());
  CHECK(f.events.stored().empty());
}

v1::ErasePersonFromAuditRequest Erasure(const core::Ulid& person) {
  v1::ErasePersonFromAuditRequest request;
  request.set_id(person.ToString());
  request.set_reason("  asked for by the person ");
  return request;
}

TEST_CASE("an administrator erases a person, and the record says who and why") {
  Fixture f;
  const auto tenant = NewId();
  f.events.with_key = NewId();

  const auto status = f.server.Erase(f.server.Person(tenant, authn::Role::kOrganizationAdmin),
                                     Erasure(f.events.with_key));

  REQUIRE(status.ok());
  const auto stored = f.events.stored().at(tenant);
  REQUIRE(stored.size() == 1);
  const auto& record = stored.begin()->second;
  CHECK(record.resource_type == "AuditPersonKey");
  CHECK(record.resource_ids == std::vector{f.events.with_key});
  CHECK(record.after_json == R"({"reason":"asked for by the person"})");
  CHECK(record.actor.type == "USER");
}

TEST_CASE("nobody but an administrator erases") {
  Fixture f;
  const auto tenant = NewId();
  f.events.with_key = NewId();
  const auto request = Erasure(f.events.with_key);
  CHECK(ReasonOf(f.server.Erase("", request)) == "CREDENTIAL_MISSING");
  for (const auto& key :
       {f.server.Bot(tenant, {"audit:read", "patients:write"}), f.server.PlatformAdmin(),
        f.server.Relay(), f.server.Person(tenant, authn::Role::kAuditor),
        f.server.Person(tenant, authn::Role::kProvider)}) {
    CHECK(ReasonOf(f.server.Erase(key, request)) == "ROLE_NOT_ALLOWED");
  }
  CHECK(f.events.stored().empty());
}

TEST_CASE("an erasure needs a reason and somebody to erase") {
  Fixture f;
  const auto admin = f.server.Person(NewId(), authn::Role::kOrganizationAdmin);
  f.events.with_key = NewId();
  auto request = Erasure(f.events.with_key);
  request.set_reason("too short");
  const auto unreasoned = f.server.Erase(admin, request);
  CHECK(unreasoned.error_code() == grpc::StatusCode::INVALID_ARGUMENT);
  REQUIRE(ViolationsOf(unreasoned).size() == 1);
  CHECK(ViolationsOf(unreasoned)[0].field == "reason");
  CHECK(f.server.Erase(admin, Erasure(NewId())).error_code() == grpc::StatusCode::NOT_FOUND);
  request = Erasure(NewId());
  request.set_id("1032456789");
  CHECK(f.server.Erase(admin, request).error_code() == grpc::StatusCode::NOT_FOUND);
  CHECK(f.events.stored().empty());
}

TEST_CASE("every wrong condition of a list is named at once") {
  Fixture f;
  v1::ListAuditEventsRequest request;
  request.set_resource_id("1032456789");
  request.set_action("created");
  request.set_from("yesterday");
  request.set_page_size(0);
  request.set_page_token("MXguMQ");  // a token whose key is no cursor

  const auto status = f.server.List(f.server.Bot(NewId(), {"audit:read"}), request, &f.listed);

  CHECK(status.error_code() == grpc::StatusCode::INVALID_ARGUMENT);
  std::vector<std::string> fields;
  for (const auto& violation : ViolationsOf(status)) fields.push_back(violation.field);
  CHECK(fields ==
        std::vector<std::string>{"pageSize", "pageToken", "resourceId", "action", "from"});
  CHECK(f.events.listings().empty());
}

TEST_CASE("a batch is 1 to 1,000 events") {
  Fixture f;
  const auto relay = f.server.Relay();
  const auto none = f.server.Record(relay, {}, &f.recorded);
  CHECK(none.error_code() == grpc::StatusCode::INVALID_ARGUMENT);
  const auto many = f.server.Record(relay, Batch(NewId(), 1'001), &f.recorded);
  CHECK(many.error_code() == grpc::StatusCode::INVALID_ARGUMENT);
  REQUIRE(f.server.Record(relay, Batch(NewId(), 1'000), &f.recorded).ok());
  CHECK(f.recorded.stored() == 1'000);
}

TEST_CASE("a malformed event is refused with its place, and the batch with it") {
  Fixture f;
  auto batch = Batch(NewId(), 3);
  batch.mutable_events(1)->set_after_json("{\"a\": 1e999}");

  const auto status = f.server.Record(f.server.Relay(), batch, &f.recorded);

  CHECK(status.error_code() == grpc::StatusCode::INVALID_ARGUMENT);
  REQUIRE(ViolationsOf(status).size() == 1);
  CHECK(ViolationsOf(status)[0].field == "events[1].afterJson");
  CHECK(f.events.stored().empty());
}

TEST_CASE("a batch of nothing but malformed ids gets an answer that fits a trailer") {
  Fixture f;
  auto batch = Batch(NewId(), 1'000);
  for (auto& event : *batch.mutable_events()) event.set_tenant_id("nobody");

  const auto status = f.server.Record(f.server.Relay(), batch, &f.recorded);

  CHECK(status.error_code() == grpc::StatusCode::INVALID_ARGUMENT);
  CHECK(ViolationsOf(status).size() == 10);
}

}  // namespace
}  // namespace enlace::audit::rpc
