#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <string>
#include <thread>
#include <vector>

#include "libs/db/sql_error.h"
#include "libs/testing/sql.h"
#include "services/audit/testing/chains.h"
#include "services/audit/testing/events.h"

namespace enlace::audit::storage {
namespace {

using enlace::testing::RunSql;
using enlace::testing::TrySql;
using testing::Chains;
using testing::ContextOf;
using testing::Later;
using testing::NewId;

constexpr const char* kRefused = "42501";  // insufficient_privilege

TEST_CASE("64 parallel writers and three sealers make one whole chain of each tenant") {
  auto& database = testing::SharedDatabase();
  const std::vector<db::TenantContext> tenants = {ContextOf(NewId()), ContextOf(NewId())};
  const std::vector<std::vector<AuditEvent>> shared = {{testing::Write(), testing::Access(3)},
                                                       {testing::Write(), testing::Access(0)}};
  std::atomic<int> failed = 0;
  std::atomic<bool> written = false;
  std::vector<std::thread> writers, sealers;
  for (std::size_t writer = 0; writer < 64; ++writer) {
    writers.emplace_back([&, writer] {
      const auto tenant = writer % 2;
      auto batch = shared[tenant];
      for (int i = 0; i < 5; ++i) batch.push_back(testing::Write());
      if (!database.events().Store(tenants[tenant], batch, Later()).ok()) ++failed;
    });
  }
  for (int sealer = 0; sealer < 3; ++sealer) {
    sealers.emplace_back([&] {
      Chains chains(database);
      bool last = false;
      while (!last) {
        last = written;
        for (const auto& tenant : tenants) {
          absl::StatusOr<SealedBatch> batch = SealedBatch{.more = true};
          while (batch.ok() && batch->more) batch = chains.chains().Seal(tenant, 7, Later());
          if (!batch.ok()) ++failed;
        }
      }
    });
  }
  for (auto& writer : writers) writer.join();
  written = true;
  for (auto& sealer : sealers) sealer.join();

  CHECK(failed == 0);
  Chains chains(database);
  for (const auto& tenant : tenants) {
    const auto leaves = chains.CheckedLeaves(tenant);
    REQUIRE(leaves.size() == 32 * 5 + 2);
    CHECK(chains.Count("audit_events", tenant) == 32 * 5 + 2);
    CHECK(chains.Count("audit_unsealed", tenant) == 0);
    const auto nodes = chains.proofs().Nodes(tenant, NodesOfRoot(leaves.size()), Later());
    REQUIRE(nodes.ok());
    CHECK(Root(*nodes) == testing::NaiveRoot(leaves));
    const auto head = chains.chains().Head(tenant, Later());
    REQUIRE(head.ok());
    CHECK(head->size == leaves.size());
    CHECK(head->hash == leaves.back());
  }
}

TEST_CASE("an event that is delivered twice is chained once") {
  auto& database = testing::SharedDatabase();
  Chains chains(database);
  const auto tenant = ContextOf(NewId());
  const std::vector<AuditEvent> batch = {testing::Write(), testing::Access(2)};
  for (int delivery = 0; delivery < 2; ++delivery) {
    REQUIRE(database.events().Store(tenant, batch, Later()).ok());
    CHECK(chains.SealAll(tenant) == (delivery == 0 ? 2 : 0));
  }
  CHECK(chains.CheckedLeaves(tenant).size() == 2);
}

TEST_CASE("records from before payloads were sealed are chained as they are") {
  auto& database = testing::SharedDatabase();
  Chains chains(database);
  const auto tenant = ContextOf(NewId());
  RunSql(database.AdminUrl(),
         "WITH old AS (INSERT INTO audit_events (tenant_id, occurred_at, event_id, event_type,"
         " action, resource_type, resource_ids, resource_version, actor_type, actor_id,"
         " actor_email, request_id, ip, user_agent, endpoint, success, after_row)"
         " VALUES ($1, '2026-11-02 03:04:05.678901+00', gen_random_uuid(), 'WRITE', 'CREATE',"
         " 'Patient', '{}', 1, 'USER', 'x', 'luz@example.com', 'r', '192.0.2.1', 'agent', '', true,"
         " '{\"first_name\": \"María\"}') RETURNING tenant_id, event_id, occurred_at)"
         " INSERT INTO audit_unsealed (tenant_id, event_id, occurred_at) SELECT * FROM old",
         db::Params().Id(tenant.tenant_id));
  chains.Store(tenant, 2);
  CHECK(chains.SealAll(tenant) == 3);
  CHECK(chains.CheckedLeaves(tenant).size() == 3);
}

TEST_CASE("batches follow one another without a seam, however large their records are") {
  auto& database = testing::SharedDatabase();
  Chains chains(database);
  const auto tenant = ContextOf(NewId());
  chains.Store(tenant, 7);
  for (const auto& [records, more] :
       {std::pair(3, true), std::pair(3, true), std::pair(1, false)}) {
    const auto batch = chains.chains().Seal(tenant, 3, Later());
    REQUIRE(batch.ok());
    CHECK(batch->records == records);
    CHECK(batch->more == more);
  }
  for (int i = 0; i < 6; ++i) {
    auto event = testing::Write();
    event.after_json = R"({"text": ")" + std::string(6 << 20, 'x') + R"("})";
    REQUIRE(database.events().Store(tenant, {event}, Later()).ok());
  }
  const auto batch = chains.chains().Seal(tenant, 500, Later());
  REQUIRE(batch.ok());
  CHECK(batch->records == 2);
  CHECK(batch->more);
  CHECK(chains.SealAll(tenant) == 4);
  CHECK(chains.CheckedLeaves(tenant).size() == 13);
}

TEST_CASE("what waits without a record, or under an id that is taken, leaves the queue") {
  auto& database = testing::SharedDatabase();
  Chains chains(database);
  const auto tenant = ContextOf(NewId());
  auto event = testing::Write();
  REQUIRE(database.events().Store(tenant, {event}, Later()).ok());
  event.occurred_at += absl::Seconds(1);
  REQUIRE(database.events().Store(tenant, {event}, Later()).value() == 1);
  RunSql(database.AdminUrl(),
         "INSERT INTO audit_unsealed (tenant_id, event_id, occurred_at)"
         " VALUES ($1, gen_random_uuid(), now())",
         db::Params().Id(tenant.tenant_id));
  const auto batch = chains.chains().Seal(tenant, 500, Later());
  REQUIRE(batch.ok());
  CHECK(batch->records == 1);
  CHECK(batch->dropped == 2);
  event.occurred_at += absl::Seconds(1);
  REQUIRE(database.events().Store(tenant, {event}, Later()).value() == 1);
  CHECK(chains.SealAll(tenant) == 0);
  CHECK(chains.Count("audit_unsealed", tenant) == 0);
  CHECK(chains.CheckedLeaves(tenant).size() == 1);
}

TEST_CASE("who waits longest is found first, and the relay sees no record of it") {
  testing::AuditDatabase database;
  Chains chains(database);
  std::vector<core::Ulid> tenants;
  for (int i = 0; i < 5; ++i) {
    tenants.push_back(NewId());
    chains.Store(ContextOf(tenants.back()), 3);
  }
  CHECK(chains.chains().TenantsToSeal(10, Later()).value() == tenants);
  CHECK(chains.chains().TenantsToSeal(2, Later())->size() == 2);
  chains.SealAll(ContextOf(tenants[0]));
  CHECK(chains.chains().TenantsToSeal(10, Later())->front() == tenants[1]);
  for (const std::string statement :
       {"SELECT event_id FROM audit_unsealed", "SELECT entry_hash FROM audit_leaves",
        "SELECT note FROM audit_checkpoints", "SELECT hash FROM audit_nodes",
        "DELETE FROM audit_unsealed", "SELECT sealed_key FROM audit_person_keys"}) {
    CAPTURE(statement);
    CHECK(db::SqlStateOf(TrySql(database.RelayUrl(), statement).status()) == kRefused);
  }
}

TEST_CASE("nobody changes or removes a part of a chain") {
  auto& database = testing::SharedDatabase();
  const std::string table = GENERATE("audit_leaves", "audit_nodes", "audit_checkpoints");
  const std::string statement = GENERATE_COPY("UPDATE " + table + " SET tenant_id = tenant_id",
                                              "DELETE FROM " + table, "TRUNCATE " + table);
  CAPTURE(statement);
  for (const auto& url : {database.RuntimeUrl(), database.OwnerUrl(), database.AdminUrl(),
                          database.AdminUrl() + " options='-c session_replication_role=replica'"}) {
    CAPTURE(url);
    CHECK(db::SqlStateOf(TrySql(url, statement).status()) == kRefused);
  }
}

}  // namespace
}  // namespace enlace::audit::storage
