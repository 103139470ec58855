#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>

#include "libs/core/error.h"
#include "libs/rpc/status.h"
#include "services/audit/testing/audit_server.h"
#include "services/audit/testing/events.h"
#include "services/audit/testing/fake_event_repository.h"

namespace enlace::audit::rpc {
namespace {

using testing::NewId;

AuditEvent Emergency() {
  auto access = testing::Access(1);
  access.action = "READ";
  access.reason = "ETREAT";
  access.after_json = R"({"fieldsClass": "CLINICAL", "purposeReason": "Inconsciente"})";
  return access;
}

struct Fixture {
  grpc::Status List(const std::string& key) { return server.ListAccesses(key, request, &listed); }

  testing::FakeEventRepository events;
  testing::AuditServer server{events};
  v1::ListPatientAccessesRequest request;
  v1::ListPatientAccessesResponse listed;
};

TEST_CASE("a patient's accesses are those of its own clinic that name it") {
  Fixture f;
  const auto tenant = NewId();
  const auto patient = NewId();
  f.request.set_id(patient.ToString());
  f.request.set_page_size(7);

  REQUIRE(f.List(f.server.Bot(tenant, {"audit:read"})).ok());

  const auto listing = f.events.listings().at(0);
  CHECK(listing.context.tenant_id == tenant);
  CHECK(listing.filter.resource_type == "Patient");
  CHECK(listing.filter.resource_id == patient);
  CHECK(listing.filter.event_type == "ACCESS");
  CHECK(listing.size == 7);
}

TEST_CASE("an access tells who saw the record, when, from where and what for") {
  Fixture f;
  const auto access = Emergency();
  f.events.page.events = {access};
  f.request.set_id(access.resource_ids[0].ToString());

  REQUIRE(f.List(f.server.Person(NewId(), authn::Role::kOrganizationAdmin)).ok());

  REQUIRE(f.listed.accesses_size() == 1);
  const auto& shown = f.listed.accesses(0);
  CHECK(shown.id() == access.id.ToString());
  CHECK(shown.occurred_at().seconds() == absl::ToUnixSeconds(access.occurred_at));
  CHECK(shown.action() == "READ");
  CHECK(shown.actor().id() == access.actor.id);
  CHECK(shown.actor().email() == access.actor.email);
  CHECK(shown.purpose() == "ETREAT");
  CHECK(shown.purpose_reason() == "Inconsciente");
  CHECK(shown.fields_class() == "CLINICAL");
  CHECK(shown.endpoint() == access.endpoint);
  CHECK(shown.ip() == access.ip);
}

TEST_CASE("an access of which no purpose was said has none") {
  Fixture f;
  f.events.page.events = {testing::Access(1)};
  f.request.set_id(NewId().ToString());
  REQUIRE(f.List(f.server.Bot(NewId(), {"audit:read"})).ok());
  CHECK_FALSE(f.listed.accesses(0).has_purpose());
  CHECK_FALSE(f.listed.accesses(0).has_purpose_reason());
}

TEST_CASE("an auditor sees who and what for, and nobody's data") {
  Fixture f;
  f.events.page.events = {Emergency()};
  f.request.set_id(NewId().ToString());

  REQUIRE(f.List(f.server.Person(NewId(), authn::Role::kAuditor)).ok());

  const auto& shown = f.listed.accesses(0);
  CHECK(shown.purpose() == "ETREAT");
  CHECK_FALSE(shown.actor().id().empty());
  CHECK_FALSE(shown.actor().has_email());
  CHECK_FALSE(shown.has_ip());
  CHECK_FALSE(shown.has_purpose_reason());
}

TEST_CASE("who asks for a patient's accesses leaves a record, and without it sees none") {
  Fixture f;
  const auto tenant = NewId();
  const auto access = testing::Access(3);
  f.events.page.events = {access};
  f.request.set_id(access.resource_ids[1].ToString());
  const auto bot = f.server.Bot(tenant, {"audit:read"});

  REQUIRE(f.List(bot).ok());
  const auto stored = f.events.stored().at(tenant);
  REQUIRE(stored.size() == 1);
  CHECK(stored.begin()->second.endpoint == "enlace.audit.v1.AuditService/ListPatientAccesses");
  CHECK(stored.begin()->second.resource_ids == std::vector<core::Ulid>{access.id});

  f.events.failing_tenant = tenant;
  CHECK(f.List(bot).error_code() == grpc::StatusCode::UNAVAILABLE);
  CHECK(f.listed.accesses().empty());
}

TEST_CASE("the page token of one patient's accesses is no good for another's") {
  Fixture f;
  const auto bot = f.server.Bot(NewId(), {"audit:read"});
  f.events.page = {.events = {testing::Access(1)}, .more = true};
  f.request.set_id(NewId().ToString());
  REQUIRE(f.List(bot).ok());
  f.request.set_page_token(f.listed.next_page_token());
  REQUIRE(f.List(bot).ok());
  CHECK(f.events.listings().at(1).after->id == f.events.page.events[0].id);

  f.request.set_id(NewId().ToString());
  CHECK(f.List(bot).error_code() == grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_CASE("an id that is none is named, and nothing is looked for") {
  Fixture f;
  const std::string id = GENERATE("", "1032456789", "' OR 1=1 --");
  f.request.set_id(id);
  const auto status = f.List(f.server.Bot(NewId(), {"audit:read"}));
  CHECK(status.error_code() == grpc::StatusCode::INVALID_ARGUMENT);
  const auto violations = core::DetailsOf(enlace::rpc::FromGrpcStatus(status)).violations;
  REQUIRE(violations.size() == 1);
  CHECK(violations[0].field == "id");
  CHECK(f.events.listings().empty());
}

TEST_CASE("providers and keys without the scope see nobody's accesses") {
  Fixture f;
  f.request.set_id(NewId().ToString());
  for (const auto& key : {f.server.Person(NewId(), authn::Role::kProvider),
                          f.server.Bot(NewId(), {"patients:read"}), f.server.PlatformAdmin()}) {
    CHECK(f.List(key).error_code() == grpc::StatusCode::PERMISSION_DENIED);
  }
  CHECK(f.events.listings().empty());
}

}  // namespace
}  // namespace enlace::audit::rpc
