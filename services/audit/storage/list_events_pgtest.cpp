#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <functional>
#include <limits>
#include <list>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "libs/testing/sql.h"
#include "services/audit/storage/list_statements.h"
#include "services/audit/testing/audit_database.h"
#include "services/audit/testing/events.h"

namespace enlace::audit::storage {
namespace {

using testing::ContextOf;
using testing::Later;
using testing::Morning;
using testing::NewId;

// All pages, and their sizes.
struct Walk {
  std::vector<AuditEvent> events;
  std::vector<std::size_t> sizes;
};

Walk WalkThrough(testing::AuditDatabase& database, const db::TenantContext& tenant,
                 const EventFilter& filter, int size) {
  Walk walk;
  std::optional<EventCursor> after;
  while (true) {
    const auto page = database.events().List(tenant, filter, after, size, Later());
    REQUIRE(page.ok());
    walk.sizes.push_back(page->events.size());
    walk.events.insert(walk.events.end(), page->events.begin(), page->events.end());
    if (!page->more) return walk;
    after = EventCursor{page->events.back().occurred_at, page->events.back().id};
  }
}

bool NewestFirst(const std::vector<AuditEvent>& events) {
  return std::is_sorted(events.begin(), events.end(), [](const auto& a, const auto& b) {
    return std::tie(a.occurred_at, a.id) > std::tie(b.occurred_at, b.id);
  });
}

std::size_t Distinct(const std::vector<AuditEvent>& events) {
  std::set<core::Ulid> ids;
  for (const auto& event : events) ids.insert(event.id);
  return ids.size();
}

TEST_CASE("120 events of one moment are paged without a gap or a double") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  std::vector<AuditEvent> events;
  for (int i = 0; i < 120; ++i) events.push_back(testing::Write());
  REQUIRE(database.events().Store(tenant, events, Later()).ok());

  const auto walk = WalkThrough(database, tenant, {}, 50);

  CHECK(walk.sizes == std::vector<std::size_t>{50, 50, 20});
  CHECK(Distinct(walk.events) == 120);
  CHECK(NewestFirst(walk.events));
}

TEST_CASE("the last full page says that nothing follows") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  REQUIRE(database.events().Store(tenant, {testing::Write(), testing::Write()}, Later()).ok());
  CHECK_FALSE(database.events().List(tenant, {}, std::nullopt, 2, Later())->more);
  CHECK(database.events().List(tenant, {}, std::nullopt, 1, Later())->more);
}

TEST_CASE("events come newest first across months") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  std::vector<AuditEvent> events;
  for (int i = 0; i < 30; ++i) {
    events.push_back(testing::Write(Morning() + absl::Hours(24 * 37) * ((i * 7) % 30 - 10)));
  }
  REQUIRE(database.events().Store(tenant, events, Later()).ok());

  const auto walk = WalkThrough(database, tenant, {}, 4);

  CHECK(walk.events.size() == 30);
  CHECK(NewestFirst(walk.events));
}

TEST_CASE("what arrives while pages are read does not disturb them") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  REQUIRE(database.events().Store(tenant, {testing::Write(), testing::Write()}, Later()).ok());
  const auto first = database.events().List(tenant, {}, std::nullopt, 1, Later());
  REQUIRE(database.events()
              .Store(tenant, {testing::Write(Morning() + absl::Seconds(1))}, Later())
              .ok());
  const EventCursor after{first->events[0].occurred_at, first->events[0].id};

  const auto second = database.events().List(tenant, {}, after, 1, Later());

  REQUIRE(second->events.size() == 1);
  CHECK(second->events[0].id < first->events[0].id);
  CHECK_FALSE(second->more);
}

struct Condition {
  std::string name;
  std::function<void(AuditEvent&)> make_match;
  std::function<void(EventFilter&, const AuditEvent&)> ask;
};

TEST_CASE("each condition finds the events that meet it and no other") {
  const auto condition = GENERATE(
      Condition{"resource type", [](auto& e) { e.resource_type = "Appointment"; },
                [](auto& f, const auto&) { f.resource_type = "Appointment"; }},
      Condition{"resource", [](auto&) {},
                [](auto& f, const auto& e) { f.resource_id = e.resource_ids[0]; }},
      Condition{"resource among others", [](auto& e) { e = testing::Access(3, e.occurred_at); },
                [](auto& f, const auto& e) { f.resource_id = e.resource_ids[1]; }},
      Condition{"actor", [](auto&) {}, [](auto& f, const auto& e) { f.actor_id = e.actor.id; }},
      Condition{"action", [](auto& e) { e.action = "CREATE"; },
                [](auto& f, const auto&) { f.action = "CREATE"; }},
      Condition{"event type", [](auto& e) { e = testing::Access(2, e.occurred_at); },
                [](auto& f, const auto&) { f.event_type = "ACCESS"; }},
      Condition{"request", [](auto&) {},
                [](auto& f, const auto& e) { f.request_id = e.request_id; }},
      Condition{"from", [](auto& e) { e.occurred_at += absl::Seconds(1); },
                [](auto& f, const auto& e) { f.from = e.occurred_at; }},
      Condition{"to", [](auto& e) { e.occurred_at -= absl::Seconds(1); },
                [](auto& f, const auto& e) { f.to = e.occurred_at + absl::Microseconds(1); }},
      Condition{"success", [](auto& e) { e.success = false; },
                [](auto& f, const auto&) { f.success = false; }},
      Condition{"reason", [](auto& e) { e.reason = "PERMISSION_DENIED"; },
                [](auto& f, const auto&) { f.reason = "PERMISSION_DENIED"; }},
      Condition{"all of them", [](auto& e) { e = testing::Access(2, e.occurred_at); },
                [](auto& f, const auto& e) {
                  f = {.resource_type = "Patient",
                       .resource_id = e.resource_ids[0],
                       .actor_id = e.actor.id,
                       .action = "LIST",
                       .event_type = "ACCESS",
                       .request_id = e.request_id,
                       .from = e.occurred_at,
                       .to = e.occurred_at + absl::Seconds(1),
                       .reason = e.reason,
                       .success = e.success};
                }});
  CAPTURE(condition.name);
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  std::vector<AuditEvent> events;
  for (int i = 0; i < 5; ++i) events.push_back(testing::Write());
  condition.make_match(events[2]);
  REQUIRE(database.events().Store(tenant, events, Later()).ok());
  EventFilter filter;
  condition.ask(filter, events[2]);

  const auto page = database.events().List(tenant, filter, std::nullopt, 10, Later());

  REQUIRE(page.ok());
  REQUIRE(page->events.size() == 1);
  CHECK(page->events[0].id == events[2].id);
}

TEST_CASE("conditions that no event meets together find nothing") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  const auto event = testing::Write();
  REQUIRE(database.events().Store(tenant, {event}, Later()).ok());
  for (const EventFilter& filter :
       {EventFilter{.resource_id = event.resource_ids[0], .actor_id = "another"},
        EventFilter{.resource_id = NewId(), .request_id = event.request_id},
        EventFilter{.actor_id = event.actor.id, .action = "DELETE"},
        EventFilter{.actor_id = event.actor.id, .success = false},
        EventFilter{.resource_id = event.resource_ids[0], .reason = "SIGN_IN_REFUSED"}}) {
    const auto page = database.events().List(tenant, filter, std::nullopt, 10, Later());
    REQUIRE(page.ok());
    CHECK(page->events.empty());
    CHECK_FALSE(page->more);
  }
}

TEST_CASE("writes of a resource and lists that held it are paged as one history") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  const auto patient = NewId();
  std::vector<AuditEvent> events;
  for (int i = 0; i < 40; ++i) {
    const auto time = Morning() + absl::Seconds(i / 4);
    auto event = i % 2 == 0 ? testing::Write(time) : testing::Access(3, time);
    event.resource_ids[0] = patient;
    events.push_back(event);
    events.push_back(testing::Write(time));
  }
  REQUIRE(database.events().Store(tenant, events, Later()).ok());

  const auto walk = WalkThrough(database, tenant, {.resource_id = patient}, 7);

  CHECK(walk.events.size() == 40);
  CHECK(Distinct(walk.events) == 40);
  CHECK(NewestFirst(walk.events));
}

TEST_CASE("pages of large rows are cut to what an answer can carry") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  std::vector<AuditEvent> events;
  for (int i = 0; i < 7; ++i) {
    auto event = testing::Write(Morning() + absl::Seconds(i));
    event.after_json = R"({"text": ")" + std::string(300'000, 'x') + R"("})";
    events.push_back(event);
  }
  events[3].after_json = R"({"text": ")" + std::string(2'000'000, 'x') + R"("})";
  REQUIRE(database.events().Store(tenant, events, Later()).ok());

  const auto walk = WalkThrough(database, tenant, {}, 50);

  CHECK(walk.sizes == std::vector<std::size_t>{2, 1, 1, 2, 1});
  CHECK(Distinct(walk.events) == 7);
  CHECK(NewestFirst(walk.events));
}

TEST_CASE("times of a token beyond the calendar are answered, not failed") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  REQUIRE(database.events().Store(tenant, {testing::Write()}, Later()).ok());
  const EventCursor never{absl::FromUnixMicros(std::numeric_limits<std::int64_t>::min()), NewId()};
  const EventCursor beyond{absl::FromUnixMicros(std::numeric_limits<std::int64_t>::max()), NewId()};
  CHECK(database.events().List(tenant, {}, never, 10, Later())->events.empty());
  CHECK(database.events().List(tenant, {}, beyond, 10, Later())->events.size() == 1);
}

TEST_CASE("the tenant of the context alone decides whose events are listed") {
  testing::AuditDatabase database(/*pool_size=*/1);
  const auto alpha = ContextOf(NewId());
  const auto beta = ContextOf(NewId());
  const auto event = testing::Access(2);
  REQUIRE(database.events().Store(alpha, {event, testing::Write()}, Later()).ok());

  for (const EventFilter& filter :
       {EventFilter{}, EventFilter{.resource_id = event.resource_ids[0]},
        EventFilter{.actor_id = event.actor.id}, EventFilter{.request_id = event.request_id}}) {
    CHECK(database.events().List(beta, filter, std::nullopt, 10, Later())->events.empty());
    CHECK_FALSE(database.events().List(alpha, filter, std::nullopt, 10, Later())->events.empty());
  }
}

TEST_CASE("two tenants may keep the same event id, each its own") {
  auto& database = testing::SharedDatabase();
  const auto event = testing::Write();
  CHECK(database.events().Store(ContextOf(NewId()), {event}, Later()).value() == 1);
  CHECK(database.events().Store(ContextOf(NewId()), {event}, Later()).value() == 1);
}

struct IndexedList {
  std::string index;
  std::function<void(EventFilter&, const AuditEvent&)> ask;
};

TEST_CASE("row-level security leaves every list its index, and no table is read whole") {
  const auto list =
      GENERATE(IndexedList{"audit_events_6y_2026_11_pkey", [](auto&, const auto&) {}},
               IndexedList{"audit_events_6y_2026_11_tenant_id_resource_id_occurred_at_e_idx",
                           [](auto& f, const auto& e) { f.resource_id = e.resource_ids[0]; }},
               IndexedList{"audit_events_6y_2026_11_tenant_id_actor_id_occurred_at_even_idx",
                           [](auto& f, const auto& e) { f.actor_id = e.actor.id; }},
               IndexedList{"audit_events_6y_2026_11_tenant_id_request_id_occurred_at_ev_idx",
                           [](auto& f, const auto& e) { f.request_id = e.request_id; }},
               IndexedList{"audit_events_6y_2026_11_pkey",
                           [](auto& f, const auto&) {
                             f.success = false;
                             f.reason = "SIGN_IN_REFUSED";
                           }},
               IndexedList{"audit_events_6y_2026_11_tenant_id_actor_id_occurred_at_even_idx",
                           [](auto& f, const auto& e) {
                             f.actor_id = e.actor.id;
                             f.success = false;
                           }});
  CAPTURE(list.index);
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  std::vector<AuditEvent> events;
  for (int i = 0; i < 5'000; ++i) events.push_back(testing::Write(Morning() + absl::Seconds(i)));
  REQUIRE(database.events().Store(tenant, events, Later()).ok());
  enlace::testing::RunSql(database.AdminUrl(), "ANALYZE audit_events");
  EventFilter filter = {.from = Morning()};
  list.ask(filter, events[2'500]);
  // Statements outlive the connections that they are prepared on.
  static std::list<std::string> kept;
  const auto& name = kept.emplace_back("explain_" + list.index);
  const auto& sql = kept.emplace_back(std::string("EXPLAIN ") + ListStatementFor(filter).sql);
  const db::Statement explain = {name.c_str(), sql.c_str()};

  auto transaction = database.runtime().Begin(tenant, Later());
  const auto rows =
      transaction->Run(explain, ListParams(tenant.tenant_id, filter, std::nullopt, 51));

  REQUIRE(rows.ok());
  std::string plan;
  for (int i = 0; i < rows->size(); ++i) {
    plan += std::string((*rows)[i].Text("QUERY PLAN")) + "\n";
  }
  CAPTURE(plan);
  CHECK(plan.find(list.index) != std::string::npos);
  CHECK(plan.find("audit_person_keys_pkey") != std::string::npos);
  CHECK(plan.find("Seq Scan on audit_events_6y_2026_11") == std::string::npos);
}

}  // namespace
}  // namespace enlace::audit::storage
