#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/testing/sql.h"
#include "services/audit/domain/payload.h"
#include "services/audit/storage/export_repository.h"
#include "services/audit/testing/audit_database.h"
#include "services/audit/testing/events.h"

namespace enlace::audit::storage {
namespace {

using testing::ContextOf;
using testing::Later;
using testing::Morning;
using testing::NewId;

// A tenant whose events are chained in the order of their times.
class Chained {
 public:
  explicit Chained(const std::vector<AuditEvent>& events) {
    REQUIRE(database.events().Store(context, events, Later()).ok());
    enlace::testing::RunSql(
        database.AdminUrl(),
        absl::StrCat("INSERT INTO audit_leaves (tenant_id, position, event_id, occurred_at,"
                     " entry_hash) SELECT tenant_id, row_number() OVER (ORDER BY occurred_at,"
                     " event_id) - 1, event_id, occurred_at, sha256('hash') FROM audit_events"
                     " WHERE tenant_id = '",
                     context.tenant_id.ToUuid(), "'"));
  }

  ChainPage Read(const ChainRange& range) {
    auto page = chain.Read(context, range, Later());
    REQUIRE(page.ok());
    return *std::move(page);
  }

  testing::AuditDatabase& database = testing::SharedDatabase();
  const db::TenantContext context = ContextOf(NewId());
  PgExportRepository chain{database.runtime(), testing::AuditDatabase::Keys()};
};

std::vector<AuditEvent> Writes(int count) {
  std::vector<AuditEvent> events;
  for (int i = 0; i < count; ++i) events.push_back(testing::Write(Morning() + absl::Seconds(i)));
  return events;
}

TEST_CASE("a chain is read in pages without a gap or a double") {
  const auto events = Writes(1'200);
  Chained f(events);
  REQUIRE(f.chain.Size(f.context, Later()).value() == 1'200);
  std::vector<ChainedEvent> read;
  std::vector<std::size_t> sizes;
  for (ChainRange range = {.end = 1'200}; range.first < range.end;) {
    const auto page = f.Read(range);
    sizes.push_back(page.events.size());
    read.insert(read.end(), page.events.begin(), page.events.end());
    range.first = page.next;
  }
  CHECK(sizes == std::vector<std::size_t>{500, 500, 200});
  REQUIRE(read.size() == events.size());
  for (std::size_t i = 0; i < read.size(); ++i) {
    CHECK(read[i].position == static_cast<std::int64_t>(i));
    CHECK(read[i].event.id == events[i].id);
    CHECK(read[i].entry_hash.size() == 32);
  }
}

TEST_CASE("a record is read as it is stored, as it is shown, and with its key") {
  const auto event = testing::Write();
  Chained f({event});
  const auto record = f.Read({.end = 1}).events.at(0);
  REQUIRE(record.sealed);
  CHECK_FALSE(record.sealed->person_id.IsNil());
  CHECK(record.sealed->event.actor.email.empty());
  CHECK(record.event.actor.email == event.actor.email);
  CHECK(record.event.after_json.find("María José") != std::string::npos);
  PayloadKey key;
  REQUIRE(record.payload_key.size() == key.size());
  std::copy(record.payload_key.begin(), record.payload_key.end(), key.begin());
  CHECK(OpenEvent(*record.sealed, key));
}

TEST_CASE("a record from before payloads were sealed has its texts in clear") {
  Chained f({});
  const auto id = NewId();
  const auto tenant = f.context.tenant_id.ToUuid();
  enlace::testing::RunSqlScript(
      f.database.AdminUrl(),
      {absl::StrCat(
           "INSERT INTO audit_events (tenant_id, occurred_at, event_id, event_type, action,"
           " resource_type, resource_ids, resource_version, actor_type, actor_id,"
           " actor_email, request_id, ip, user_agent, endpoint, success, after_row)"
           " VALUES ('",
           tenant, "', '2026-11-21 10:00:00+00', '", id.ToUuid(),
           "', 'WRITE', 'CREATE', 'Patient', '{}', 1, 'USER', 'somebody',"
           " 'somebody@example.com', 'r', '192.0.2.1', 'agent', '', true,"
           " '{\"exact\": 1.50}')"),
       absl::StrCat("INSERT INTO audit_leaves VALUES ('", tenant, "', 0, '", id.ToUuid(),
                    "', '2026-11-21 10:00:00+00', sha256('hash'))")});
  const auto record = f.Read({.end = 1}).events.at(0);
  REQUIRE(record.sealed);
  CHECK(record.sealed->person_id.IsNil());
  CHECK(record.sealed->payload.empty());
  CHECK(record.sealed->event.actor.email == "somebody@example.com");
  CHECK(record.sealed->event.after_json == R"({"exact": 1.50})");
  CHECK(record.payload_key.empty());
}

TEST_CASE("a place whose record is gone says so") {
  Chained f({});
  enlace::testing::RunSql(
      f.database.AdminUrl(),
      absl::StrCat("INSERT INTO audit_leaves VALUES ('", f.context.tenant_id.ToUuid(), "', 0, '",
                   NewId().ToUuid(), "', '2020-01-01 00:00:00+00', sha256('hash'))"));
  const auto record = f.Read({.end = 1}).events.at(0);
  CHECK_FALSE(record.sealed);
  CHECK(record.entry_hash.size() == 32);
}

TEST_CASE("whoever is erased has no key in an export, and no data") {
  const auto event = testing::Write();
  Chained f({event});
  enlace::testing::RunSql(f.database.AdminUrl(),
                          absl::StrCat("DELETE FROM audit_person_keys WHERE tenant_id = '",
                                       f.context.tenant_id.ToUuid(), "'"));
  const auto record = f.Read({.end = 1}).events.at(0);
  REQUIRE(record.sealed);
  CHECK(record.event.erased);
  CHECK(record.event.actor.email.empty());
  CHECK(record.payload_key.empty());
  CHECK_FALSE(record.sealed->payload.empty());
}

TEST_CASE("a page of large records ends sooner, and after one at least") {
  auto events = Writes(5);
  for (auto& event : events) {
    event.after_json = R"({"text": ")" + std::string(1'500'000, 'x') + R"("})";
  }
  events[3].after_json = R"({"text": ")" + std::string(5'000'000, 'x') + R"("})";
  Chained f(events);
  std::vector<std::size_t> sizes;
  for (ChainRange range = {.end = 5}; range.first < range.end;) {
    const auto page = f.Read(range);
    sizes.push_back(page.events.size());
    range.first = page.next;
  }
  CHECK(sizes == std::vector<std::size_t>{2, 1, 1, 1});
}

TEST_CASE("the times of a range leave out what is not of them, and pages go on") {
  Chained f(Writes(600));
  const auto page = f.Read({.end = 600, .from = Morning() + absl::Seconds(550)});
  CHECK(page.events.empty());
  CHECK(page.next == 500);
  const auto next = f.Read({.first = 500, .end = 600, .from = Morning() + absl::Seconds(550)});
  CHECK(next.events.size() == 50);
  CHECK(next.next == 600);
}

TEST_CASE("the tenant of the context alone decides whose chain is read") {
  Chained f(Writes(2));
  const auto other = ContextOf(NewId());
  CHECK(f.chain.Size(other, Later()).value() == 0);
  CHECK(f.chain.Read(other, {.end = 2}, Later())->events.empty());
}

TEST_CASE("a page of a long chain is found by its positions") {
  Chained f(Writes(5'000));
  enlace::testing::RunSqlScript(f.database.AdminUrl(),
                                {"ANALYZE audit_leaves", "ANALYZE audit_events"});
  static const std::string kSql = std::string("EXPLAIN ") + ReadChainStatement().sql;
  const db::Statement explain = {"explain_read_chain", kSql.c_str()};
  auto transaction = f.database.runtime().Begin(f.context, Later());
  const auto rows = transaction->Run(
      explain, ReadChainParams(f.context.tenant_id, {.first = 2'000, .end = 5'000}));
  REQUIRE(rows.ok());
  std::string plan;
  for (int i = 0; i < rows->size(); ++i) {
    plan += std::string((*rows)[i].Text("QUERY PLAN")) + "\n";
  }
  CAPTURE(plan);
  CHECK(plan.find("audit_leaves_pkey") != std::string::npos);
  CHECK(plan.find("Seq Scan on audit_leaves") == std::string::npos);
  CHECK(plan.find("Seq Scan on audit_events_6y_2026_11") == std::string::npos);
}

}  // namespace
}  // namespace enlace::audit::storage
