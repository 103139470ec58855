#include <catch2/catch_test_macros.hpp>
#include <set>
#include <string>
#include <vector>

#include "libs/testing/sql.h"
#include "services/audit/domain/payload_text.h"
#include "services/audit/testing/audit_database.h"
#include "services/audit/testing/events.h"

namespace enlace::audit::storage {
namespace {

using enlace::testing::RunSql;
using enlace::testing::RunSqlScript;
using testing::ContextOf;
using testing::Later;
using testing::NewId;

std::vector<AuditEvent> ListOf(EventRepository& events, const db::TenantContext& tenant) {
  const auto page = events.List(tenant, {}, std::nullopt, 200, Later());
  REQUIRE(page.ok());
  return page->events;
}

AuditEvent WriteOf(const core::Ulid& patient) {
  auto event = testing::Write();
  event.resource_ids = {patient};
  return event;
}

TEST_CASE("no column of a stored event holds what may tell of a person") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  auto appointment = testing::Write();
  appointment.resource_type = "Appointment";
  appointment.after_json =
      R"({"patient_id": ")" + NewId().ToUuid() + R"(", "first_name": "María"})";
  REQUIRE(database.events()
              .Store(tenant,
                     {testing::Write(), testing::Access(1), testing::Access(3), testing::Refusal(),
                      appointment},
                     Later())
              .value() == 5);

  const auto rows =
      RunSql(database.AdminUrl(),
             "SELECT e::text || encode(payload, 'escape') AS line, person_id IS NOT NULL AS sealed,"
             " before_row IS NULL AND after_row IS NULL AS bare FROM audit_events AS e"
             " WHERE tenant_id = $1",
             db::Params().Id(tenant.tenant_id));

  REQUIRE(rows.size() == 5);
  for (int i = 0; i < rows.size(); ++i) {
    const auto line = rows[i].Text("line");
    CAPTURE(line);
    CHECK(rows[i].Bool("sealed"));
    CHECK(rows[i].Bool("bare"));
    for (const auto* personal :
         {"María", R"(Mar\303\255a)", "first_name", "owner@", "192.0.2.1", "agent"}) {
      CHECK(line.find(personal) == std::string_view::npos);
    }
  }
}

TEST_CASE("a payload that was put in another event's place does not open, and lists go on") {
  testing::AuditDatabase database;
  const auto tenant = ContextOf(NewId());
  const auto patient = NewId();
  REQUIRE(database.events().Store(tenant, {WriteOf(patient), WriteOf(patient)}, Later()).value() ==
          2);
  REQUIRE(ListOf(database.events(), tenant)[0].after_json == testing::Write().after_json);

  RunSqlScript(database.AdminUrl(),
               {"ALTER TABLE audit_events_6y_2026_11 DISABLE TRIGGER append_only",
                "UPDATE audit_events_6y_2026_11 AS e SET payload = (SELECT o.payload"
                " FROM audit_events_6y_2026_11 AS o WHERE o.event_id <> e.event_id)"});

  const auto listed = ListOf(database.events(), tenant);
  REQUIRE(listed.size() == 2);
  for (const auto& event : listed) {
    CHECK(PayloadText(event) == "{}");
    CHECK_FALSE(event.erased);
  }
}

TEST_CASE("without the installation's key nothing opens, and nothing more is stored") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  const auto patient = NewId();
  REQUIRE(database.events().Store(tenant, {WriteOf(patient)}, Later()).ok());
  PgEventRepository stranger(database.runtime(), *core::DataKeys::FromHex(std::string(64, 'b')));

  const auto listed = ListOf(stranger, tenant);
  const auto stored = stranger.Store(tenant, {WriteOf(patient)}, Later());

  REQUIRE(listed.size() == 1);
  CHECK(PayloadText(listed[0]) == "{}");
  CHECK_FALSE(listed[0].erased);
  CHECK(absl::IsInternal(stored.status()));
  CHECK(ListOf(database.events(), tenant).size() == 1);
}

TEST_CASE("an exchanged key of the installation opens what the one before it sealed") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  const auto patient = NewId();
  REQUIRE(database.events().Store(tenant, {WriteOf(patient)}, Later()).ok());
  const auto lines = std::string(64, 'b') + "\n" + std::string(64, 'a');
  PgEventRepository exchanged(database.runtime(), *core::DataKeys::FromHex(lines));

  REQUIRE(exchanged.Store(tenant, {WriteOf(patient), testing::Write()}, Later()).value() == 2);

  for (const auto& event : ListOf(exchanged, tenant)) {
    CHECK(event.after_json == testing::Write().after_json);
  }
}

TEST_CASE("a record from before payloads were sealed is shown as it is") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  RunSql(database.AdminUrl(),
         "INSERT INTO audit_events (tenant_id, occurred_at, event_id, event_type, action,"
         " resource_type, resource_ids, resource_version, actor_type, actor_id, actor_email,"
         " request_id, ip, user_agent, endpoint, success, after_row)"
         " VALUES ($1, '2026-11-21 10:00:00+00', $2, 'WRITE', 'CREATE', 'Room', '{}', 1, 'API_KEY',"
         " 'a', 'owner@example.com', 'r', '192.0.2.1', 'agent', '', true, '{\"n\": 1.50}')",
         db::Params().Id(tenant.tenant_id).Id(NewId()));
  REQUIRE(database.events().Store(tenant, {testing::Access(1)}, Later()).ok());

  const auto listed = ListOf(database.events(), tenant);

  REQUIRE(listed.size() == 2);
  for (const auto& event : listed) {
    CHECK_FALSE(event.erased);
    CHECK(event.actor.email == "owner@example.com");
    CHECK(event.ip == "192.0.2.1");
    CHECK(event.after_json == (event.resource_type == "Room" ? R"({"n": 1.50})" : ""));
  }
}

TEST_CASE("a batch of 1,000 events of 500 persons is stored whole, under a key for each") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  std::vector<core::Ulid> patients;
  for (int i = 0; i < 500; ++i) patients.push_back(NewId());
  std::vector<AuditEvent> batch;
  for (std::size_t i = 0; i < 1'000; ++i) {
    auto event = WriteOf(patients[i % patients.size()]);
    event.after_json = R"({"n": )" + std::to_string(i) + "}";
    batch.push_back(event);
  }

  REQUIRE(database.events().Store(tenant, batch, Later()).value() == 1'000);

  CHECK(RunSql(database.AdminUrl(),
               "SELECT count(*) AS n FROM audit_person_keys WHERE tenant_id = $1",
               db::Params().Id(tenant.tenant_id))[0]
            .Int("n") == 500);
  std::set<std::string> rows;
  std::optional<EventCursor> after;
  for (bool more = true; more;) {
    const auto page = database.events().List(tenant, {}, after, 200, Later());
    REQUIRE(page.ok());
    for (const auto& event : page->events) rows.insert(event.after_json);
    after = EventCursor{page->events.back().occurred_at, page->events.back().id};
    more = page->more;
  }
  CHECK(rows.size() == 1'000);
}

}  // namespace
}  // namespace enlace::audit::storage
