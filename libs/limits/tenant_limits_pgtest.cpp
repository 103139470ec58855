#include "libs/limits/tenant_limits.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "libs/limits/plan_limit.h"
#include "libs/testing/database.h"
#include "libs/testing/sql.h"

namespace enlace::limits {
namespace {

constexpr db::Statement kCreate = {"create_test_patient", R"(
  INSERT INTO patients (tenant_id, id, workflow, owner_id)
  VALUES ($1, $2, 'prior_auth', 'bot@example.com') RETURNING id)"};
constexpr db::Statement kDelete = {"delete_test_patient", R"(
  UPDATE patients SET deleted_at = now() WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL)"};
constexpr db::Statement kRestore = {"restore_test_patient", R"(
  UPDATE patients SET deleted_at = NULL WHERE tenant_id = $1 AND id = $2)"};

struct Fixture {
  testing::TestDatabase files{"patient"};
  std::unique_ptr<db::TenantDatabase> database =
      *db::TenantDatabase::Open({.url = files.RuntimeUrl(), .pool_size = 16});
  TenantLimits limits{*database};
  db::TenantContext context{.tenant_id = core::Ulid::Generate(absl::Now()),
                            .actor_id = "01ARZ3NDEKTSV4RRFFQ69G5FAV",
                            .actor_type = "SERVICE"};
  std::int64_t version = 0;

  static absl::Time Deadline() { return absl::Now() + absl::Seconds(30); }
  absl::Status Run(const db::Statement& statement, const core::Ulid& id) {
    auto transaction = database->Begin(context, Deadline());
    if (!transaction.ok()) return transaction.status();
    return transaction->RunAndCommit(statement, db::Params().Id(context.tenant_id).Id(id)).status();
  }
  absl::Status Create() { return Run(kCreate, core::Ulid::Generate(absl::Now())); }
  Limit Set(std::optional<std::int64_t> most, bool if_it_fits = false) {
    const auto set =
        limits.Set(context, {.version = ++version, .most = most}, if_it_fits, Deadline());
    INFO(set.status().ToString());
    REQUIRE(set.ok());
    return *set;
  }
  std::int64_t Used() { return limits.Get(context, Deadline())->used; }
  // As a superuser, who sees through every policy.
  std::int64_t Live() {
    return testing::RunSql(files.AdminUrl(),
                           "SELECT count(*) AS n FROM patients"
                           " WHERE tenant_id = $1 AND deleted_at IS NULL",
                           db::Params().Id(context.tenant_id))[0]
        .Int("n");
  }
  // So many creations, of so many at once; how many were refused for the limit.
  int Race(int creations, int threads) {
    std::atomic<int> left = creations, refused = 0;
    std::vector<std::thread> racers;
    for (int i = 0; i < threads; ++i) {
      racers.emplace_back([&] {
        while (left-- > 0) refused += BrokenLimit(Create()) ? 1 : 0;
      });
    }
    for (auto& racer : racers) racer.join();
    return refused;
  }
};

TEST_CASE("without a limit any number is created, and counted") {
  Fixture f;
  REQUIRE(f.Create().ok());
  f.Set(std::nullopt);
  REQUIRE(f.Create().ok());
  CHECK(f.Used() == 2);
}

TEST_CASE("of fifty who race for the last place one gets it") {
  Fixture f;
  f.Set(1000);
  testing::RunSql(
      f.files.AdminUrl(),
      "INSERT INTO patients (tenant_id, id, workflow, owner_id)"
      " SELECT $1::uuid, new_ulid(), 'prior_auth', 'bot@example.com'"
      " FROM generate_series(1, 999) WHERE set_config('app.actor_id', 'test', true) <> ''",
      db::Params().Id(f.context.tenant_id));
  REQUIRE(f.Used() == 999);
  CHECK(f.Race(50, 16) == 49);
  CHECK(f.Used() == 1000);
  CHECK(f.Live() == 1000);
}

TEST_CASE("a limit that is reached from far away is reached exactly") {
  Fixture f;
  f.Set(300);
  CHECK(f.Race(400, 16) == 100);
  CHECK(f.Live() == 300);
}

TEST_CASE("what is deleted makes room, and is restored only where there is room") {
  Fixture f;
  f.Set(2);
  const auto first = core::Ulid::Generate(absl::Now());
  REQUIRE(f.Run(kCreate, first).ok());
  REQUIRE(f.Create().ok());
  CHECK(BrokenLimit(f.Create()) == 2);
  REQUIRE(f.Run(kDelete, first).ok());
  REQUIRE(f.Run(kDelete, first).ok());
  CHECK(f.Used() == 1);
  REQUIRE(f.Create().ok());
  CHECK(BrokenLimit(f.Run(kRestore, first)) == 2);
  f.Set(3);
  CHECK(f.Run(kRestore, first).ok());
  CHECK(f.Used() == 3);
}

TEST_CASE("an older version of a limit changes nothing") {
  Fixture f;
  f.version = 5;
  f.Set(10);
  for (const std::int64_t version : {5, 6}) {
    const auto late =
        f.limits.Set(f.context, {.version = version, .most = 3}, false, Fixture::Deadline());
    CHECK(late->version == 6);
    CHECK(late->most == 10);
  }
}

TEST_CASE("a limit that is to fit is not set below what is there") {
  Fixture f;
  f.Set(10);
  REQUIRE(f.Create().ok());
  REQUIRE(f.Create().ok());
  const auto kept = f.Set(1, true);
  CHECK(kept.most == 10);
  CHECK(kept.used == 2);
  CHECK(f.Set(2, true).most == 2);
  CHECK(BrokenLimit(f.Create()) == 2);
}

TEST_CASE("while a limit is lowered nobody gets past it") {
  Fixture f;
  for (int round = 0; round < 5; ++round) {
    f.Set(std::nullopt);
    std::atomic<bool> over = false;
    std::vector<std::thread> racers;
    for (int i = 0; i < 8; ++i) {
      racers.emplace_back([&] {
        while (!over) {
          if (!f.Create().ok()) over = true;
        }
      });
    }
    const auto most = f.Used() + 40;
    const auto set = f.Set(most, true);
    if (set.most != most) over = true;
    for (auto& racer : racers) racer.join();
    if (set.most == most) CHECK(f.Live() == most);
  }
}

TEST_CASE("a limit and a count are of one tenant") {
  Fixture f;
  f.Set(1);
  REQUIRE(f.Create().ok());
  f.context.tenant_id = core::Ulid::Generate(absl::Now());
  CHECK(f.Used() == 0);
  CHECK(f.limits.Get(f.context, Fixture::Deadline())->version == 0);
  REQUIRE(f.Create().ok());
  CHECK(f.Create().ok());
}

}  // namespace
}  // namespace enlace::limits
