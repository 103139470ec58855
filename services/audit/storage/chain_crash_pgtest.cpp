#include <catch2/catch_test_macros.hpp>
#include <thread>

#include "libs/testing/sql.h"
#include "services/audit/testing/chains.h"
#include "services/audit/testing/events.h"

namespace enlace::audit::storage {
namespace {

using enlace::testing::RunSql;
using testing::Chains;
using testing::ContextOf;
using testing::Later;
using testing::NewId;

// Keeps everybody from adding to a table until it is let go.
class Held {
 public:
  Held(const std::string& admin_url, const char* sql)
      : statement_{"held", sql},
        database_(*db::PlatformDatabase::Open({.url = admin_url, .pool_size = 1})),
        transaction_(*database_->Begin(Later())) {
    REQUIRE(transaction_.Run(statement_, {}).ok());
  }
  void LetGo() { REQUIRE(transaction_.Commit().ok()); }

 private:
  const db::Statement statement_;
  std::unique_ptr<db::PlatformDatabase> database_;
  db::Transaction transaction_;
};

constexpr const char* kWaiters =
    " FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";

void AwaitWaiter(const std::string& admin_url) {
  const auto latest = absl::Now() + absl::Seconds(10);
  while (RunSql(admin_url, std::string("SELECT count(*) AS n") + kWaiters)[0].Int("n") == 0) {
    REQUIRE(absl::Now() < latest);
    std::this_thread::yield();
  }
}

TEST_CASE("a sealer that is killed has chained nothing, and the next one chains all") {
  testing::AuditDatabase database;
  Chains chains(database);
  const auto tenant = ContextOf(NewId());
  chains.Store(tenant, 3);
  CHECK(chains.SealAll(tenant) == 3);
  chains.Store(tenant, 6);

  Held nodes(database.AdminUrl(), "LOCK TABLE audit_nodes IN EXCLUSIVE MODE");
  absl::Status outcome;
  std::thread killed([&] { outcome = chains.chains().Seal(tenant, 500, Later()).status(); });
  AwaitWaiter(database.AdminUrl());
  RunSql(database.AdminUrl(), std::string("SELECT pg_terminate_backend(pid, 5000)") + kWaiters);
  killed.join();
  nodes.LetGo();

  CHECK_FALSE(outcome.ok());
  CHECK(chains.CheckedLeaves(tenant).size() == 3);
  CHECK(chains.Count("audit_unsealed", tenant) == 6);
  CHECK(chains.SealAll(tenant) == 6);
  const auto leaves = chains.CheckedLeaves(tenant);
  REQUIRE(leaves.size() == 9);
  CHECK(Root(*chains.proofs().Nodes(tenant, NodesOfRoot(9), Later())) ==
        testing::NaiveRoot(leaves));
}

TEST_CASE("a batch of which one part is refused leaves nothing") {
  testing::AuditDatabase database;
  Chains chains(database);
  const auto tenant = ContextOf(NewId());
  chains.Store(tenant, 4);
  RunSql(database.AdminUrl(),
         "INSERT INTO audit_nodes (tenant_id, level, place, hash) VALUES ($1, 2, 0, sha256(''))",
         db::Params().Id(tenant.tenant_id));
  CHECK(absl::IsAlreadyExists(chains.chains().Seal(tenant, 500, Later()).status()));
  CHECK(chains.Count("audit_leaves", tenant) == 0);
  CHECK(chains.Count("audit_nodes", tenant) == 1);
  CHECK(chains.Count("audit_unsealed", tenant) == 4);
}

TEST_CASE("a chain whose tree was damaged is left alone") {
  testing::AuditDatabase database;
  Chains chains(database);
  const auto tenant = ContextOf(NewId());
  // A record that no sealer added: the node over it and the one before is missing.
  chains.Store(tenant, 1);
  CHECK(chains.SealAll(tenant) == 1);
  RunSql(database.AdminUrl(),
         "INSERT INTO audit_leaves (tenant_id, position, event_id, occurred_at, entry_hash)"
         " VALUES ($1, 1, gen_random_uuid(), now(), sha256(''))",
         db::Params().Id(tenant.tenant_id));
  chains.Store(tenant, 1);
  CHECK(absl::IsInternal(chains.chains().Seal(tenant, 500, Later()).status()));
  CHECK(chains.Count("audit_unsealed", tenant) == 1);
}

}  // namespace
}  // namespace enlace::audit::storage
