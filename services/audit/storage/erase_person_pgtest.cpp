#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "libs/db/write_intent.h"
#include "libs/testing/sql.h"
#include "services/audit/domain/erasure.h"
#include "services/audit/domain/payload_text.h"
#include "services/audit/testing/audit_database.h"
#include "services/audit/testing/events.h"

namespace enlace::audit::storage {
namespace {

using enlace::testing::RunSql;
using testing::ContextOf;
using testing::Later;
using testing::NewId;

struct Fixture {
  testing::AuditDatabase& database = testing::SharedDatabase();
  db::TenantContext tenant = ContextOf(NewId());
  core::Ulid patient = NewId();

  AuditEvent StoreOne(const db::TenantContext& of, const core::Ulid& whose) {
    auto event = testing::Write();
    event.resource_ids = {whose};
    REQUIRE(database.events().Store(of, {event}, Later()).value() == 1);
    return event;
  }

  absl::Status Erase(const db::TenantContext& of, const core::Ulid& whom) {
    return database.events().ErasePerson(
        of, whom, ErasureRecord(of, whom, "asked for by the person", testing::Morning()), Later());
  }

  std::vector<AuditEvent> Listed(const db::TenantContext& of, const EventFilter& filter) {
    const auto page = database.events().List(of, filter, std::nullopt, 50, Later());
    REQUIRE(page.ok());
    return page->events;
  }

  // Of all that is stored of the patient's events.
  std::string Digest() {
    return std::string(
        RunSql(database.AdminUrl(),
               "SELECT md5(string_agg(e::text, '' ORDER BY seq)) AS digest FROM audit_events AS e"
               " WHERE tenant_id = $1 AND resource_id = $2 AND resource_type = 'Patient'",
               db::Params().Id(tenant.tenant_id).Id(patient))[0]
            .Text("digest"));
  }
};

TEST_CASE("whoever is erased is gone from the person's events at once, and from no other") {
  Fixture f;
  const auto other = NewId();
  f.StoreOne(f.tenant, f.patient);
  auto appointment = testing::Write();
  appointment.resource_type = "Appointment";
  appointment.after_json = R"({"patient_id": ")" + f.patient.ToUuid() + R"("})";
  REQUIRE(f.database.events().Store(f.tenant, {appointment, testing::Access(2)}, Later()).ok());
  f.StoreOne(f.tenant, other);
  const auto before = f.Digest();

  REQUIRE(f.Erase(f.tenant, f.patient).ok());

  int erased = 0;
  for (const auto& event : f.Listed(f.tenant, {})) {
    CAPTURE(event.resource_type);
    const bool of_patient =
        event.id == appointment.id ||
        (event.resource_type == "Patient" && event.resource_ids == std::vector{f.patient});
    CHECK(event.erased == of_patient);
    CHECK((PayloadText(event) == "{}") == of_patient);
    CHECK_FALSE(event.actor.id.empty());
    erased += of_patient ? 1 : 0;
  }
  CHECK(erased == 2);
  CHECK(f.Digest() == before);
}

TEST_CASE("an erasure leaves a record that says who, whose and why") {
  Fixture f;
  f.StoreOne(f.tenant, f.patient);
  f.tenant.actor_email = "admin@example.com";

  REQUIRE(f.Erase(f.tenant, f.patient).ok());

  const auto records = f.Listed(f.tenant, {.resource_type = "AuditPersonKey"});
  REQUIRE(records.size() == 1);
  CHECK(records[0].action == "DELETE");
  CHECK(records[0].resource_ids == std::vector{f.patient});
  CHECK(records[0].actor.email == "admin@example.com");
  CHECK(records[0].after_json == R"({"reason":"asked for by the person"})");
  CHECK_FALSE(records[0].erased);
}

TEST_CASE("who has no key in the tenant is not found, and nothing is recorded") {
  Fixture f;
  const auto other_tenant = ContextOf(NewId());
  f.StoreOne(other_tenant, f.patient);
  REQUIRE(f.database.events().Store(f.tenant, {testing::Access(2)}, Later()).ok());

  CHECK(absl::IsNotFound(f.Erase(f.tenant, NewId())));
  CHECK(absl::IsNotFound(f.Erase(f.tenant, f.patient)));
  CHECK(absl::IsNotFound(f.Erase(f.tenant, f.tenant.tenant_id)));

  const auto listed = f.Listed(f.tenant, {});
  REQUIRE(listed.size() == 1);
  CHECK_FALSE(listed[0].erased);
  CHECK_FALSE(f.Listed(other_tenant, {})[0].erased);
}

TEST_CASE("another tenant's data of the same person stays") {
  Fixture f;
  const auto other_tenant = ContextOf(NewId());
  f.StoreOne(f.tenant, f.patient);
  f.StoreOne(other_tenant, f.patient);
  REQUIRE(f.Erase(f.tenant, f.patient).ok());
  CHECK(f.Listed(f.tenant, {.resource_type = "Patient"})[0].erased);
  CHECK(f.Listed(other_tenant, {})[0].after_json == testing::Write().after_json);
}

TEST_CASE("what happens after an erasure is new data, and what was erased stays so") {
  Fixture f;
  const auto old = f.StoreOne(f.tenant, f.patient);
  REQUIRE(f.Erase(f.tenant, f.patient).ok());
  const auto fresh = f.StoreOne(f.tenant, f.patient);
  // Delivered again, it is met.
  REQUIRE(f.database.events().Store(f.tenant, {old}, Later()).value() == 0);

  for (const auto& event : f.Listed(f.tenant, {.resource_type = "Patient"})) {
    CHECK(event.erased == (event.id == old.id));
    CHECK(event.after_json == (event.id == old.id ? "" : fresh.after_json));
  }
  REQUIRE(f.Erase(f.tenant, f.patient).ok());
  for (const auto& event : f.Listed(f.tenant, {.resource_type = "Patient"})) CHECK(event.erased);
  CHECK(absl::IsNotFound(f.Erase(f.tenant, f.patient)));
}

TEST_CASE("an erasure that is only tried erases nothing and records nothing") {
  Fixture f;
  f.StoreOne(f.tenant, f.patient);
  {
    db::WriteIntent tried(std::nullopt);
    auto context = f.tenant;
    context.intent = &tried;
    REQUIRE(f.Erase(context, f.patient).ok());
  }
  const auto listed = f.Listed(f.tenant, {});
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].after_json == testing::Write().after_json);
}

}  // namespace
}  // namespace enlace::audit::storage
