#include <algorithm>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <thread>
#include <vector>

#include "libs/testing/sql.h"
#include "services/audit/testing/audit_database.h"
#include "services/audit/testing/events.h"

namespace enlace::audit::storage {
namespace {

using enlace::testing::RunSql;
using testing::ContextOf;
using testing::Later;
using testing::NewId;

std::int64_t Count(const testing::AuditDatabase& database, const db::TenantContext& tenant,
                   const std::string& table) {
  return RunSql(database.AdminUrl(), "SELECT count(*) AS n FROM " + table + " WHERE tenant_id = $1",
                db::Params().Id(tenant.tenant_id))[0]
      .Int("n");
}

TEST_CASE("an event comes back as it was stored") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  auto sent = testing::Write(testing::Morning() + absl::Microseconds(123'456));
  sent.endpoint = "endpoint";
  sent.actor.email = R"(quote"back\slash,comma{brace}@example.com)";
  sent.success = false;

  REQUIRE(database.events().Store(tenant, {sent}, Later()).value() == 1);

  const auto page = database.events().List(tenant, {}, std::nullopt, 10, Later());
  REQUIRE(page.ok());
  CHECK_FALSE(page->more);
  REQUIRE(page->events.size() == 1);
  const auto& kept = page->events[0];
  CHECK(kept.id == sent.id);
  CHECK(kept.occurred_at == sent.occurred_at);
  CHECK(kept.event_type == "WRITE");
  CHECK(kept.action == "UPDATE");
  CHECK(kept.resource_type == "Patient");
  CHECK(kept.resource_ids == sent.resource_ids);
  CHECK(kept.resource_version == 2);
  CHECK(kept.actor.type == sent.actor.type);
  CHECK(kept.actor.id == sent.actor.id);
  CHECK(kept.actor.email == sent.actor.email);
  CHECK(kept.request_id == sent.request_id);
  CHECK(kept.ip == sent.ip);
  CHECK(kept.user_agent == sent.user_agent);
  CHECK(kept.endpoint == "endpoint");
  CHECK_FALSE(kept.success);
  CHECK(kept.before_json == R"({"first_name": "María"})");
  CHECK(kept.after_json == R"({"first_name": "María José"})");
}

TEST_CASE("a refusal comes back with its reason and its number of calls") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  REQUIRE(database.events().Store(tenant, {testing::Refusal()}, Later()).ok());
  const auto page = database.events().List(tenant, {}, std::nullopt, 10, Later());
  REQUIRE(page.ok());
  REQUIRE(page->events.size() == 1);
  CHECK(page->events[0].reason == "SIGN_IN_REFUSED");
  CHECK(page->events[0].calls == 3);
  CHECK_FALSE(page->events[0].success);
}

TEST_CASE("numbers of a row keep their digits") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  auto event = testing::Write();
  event.after_json = R"({"n": 9007199254740993, "m": 0.10000000000000000001})";
  REQUIRE(database.events().Store(tenant, {event}, Later()).ok());
  const auto page = database.events().List(tenant, {}, std::nullopt, 1, Later());
  CHECK(page->events.at(0).after_json == event.after_json);
}

TEST_CASE("the same batch twice is stored once") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  const std::vector<AuditEvent> batch = {testing::Write(), testing::Access(3), testing::Access(0)};

  CHECK(database.events().Store(tenant, batch, Later()).value() == 3);
  CHECK(database.events().Store(tenant, batch, Later()).value() == 0);

  CHECK(Count(database, tenant, "audit_events") == 3);
  CHECK(Count(database, tenant, "audit_event_resources") == 3);
}

TEST_CASE("an event that a batch holds twice is stored once, and never changed") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  const auto event = testing::Write();
  CHECK(database.events().Store(tenant, {event, event}, Later()).value() == 1);
  auto forged = event;
  forged.after_json = R"({"first_name": "Eve"})";

  CHECK(database.events().Store(tenant, {forged}, Later()).value() == 0);

  const auto page = database.events().List(tenant, {}, std::nullopt, 10, Later());
  REQUIRE(page->events.size() == 1);
  CHECK(page->events[0].after_json == event.after_json);
}

TEST_CASE("a list that names one resource twice is stored") {
  auto& database = testing::SharedDatabase();
  auto event = testing::Access(1);
  event.resource_ids.push_back(event.resource_ids[0]);
  CHECK(database.events().Store(ContextOf(NewId()), {event}, Later()).value() == 1);
}

TEST_CASE("the words of an event are data, not SQL") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  auto event = testing::Write();
  event.user_agent = R"('; DROP TABLE audit_events; -- {"\,NULL})";
  event.ip = "NULL";
  REQUIRE(database.events().Store(tenant, {event}, Later()).ok());
  const auto page = database.events().List(tenant, {}, std::nullopt, 10, Later());
  CHECK(page->events.at(0).user_agent == event.user_agent);
  CHECK(page->events.at(0).ip == "NULL");
}

TEST_CASE("64 parallel writers of overlapping batches store every event once") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  std::vector<AuditEvent> shared;
  for (int i = 0; i < 20; ++i) shared.push_back(testing::Write());
  std::atomic<std::int64_t> stored = 0;
  std::atomic<int> failed = 0;
  std::vector<std::thread> writers;

  for (int writer = 0; writer < 64; ++writer) {
    writers.emplace_back([&, writer] {
      auto batch = shared;
      // Each in an order of its own.
      std::rotate(batch.begin(), batch.begin() + writer % 20, batch.end());
      batch.push_back(testing::Access(2));
      const auto added = database.events().Store(tenant, batch, Later());
      if (added.ok()) {
        stored += *added;
      } else {
        ++failed;
      }
    });
  }
  for (auto& writer : writers) writer.join();

  CHECK(failed == 0);
  CHECK(stored == 20 + 64);
  CHECK(Count(database, tenant, "audit_events") == 20 + 64);
  CHECK(Count(database, tenant, "audit_event_resources") == 2 * 64);
}

TEST_CASE("no month is refused: what has no partition of its own is kept all the same") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  for (const int year : {1900, 2026, 2027, 2199}) {
    const auto time = absl::FromCivil(absl::CivilMonth(year, 12), absl::UTCTimeZone());
    CHECK(database.events().Store(tenant, {testing::Write(time)}, Later()).value() == 1);
  }
  CHECK(Count(database, tenant, "audit_events_6y_default") == 2);
  CHECK(database.events().List(tenant, {}, std::nullopt, 10, Later())->events.size() == 4);
}

}  // namespace
}  // namespace enlace::audit::storage
