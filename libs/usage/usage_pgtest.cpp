#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "libs/db/sql_error.h"
#include "libs/testing/database.h"
#include "libs/testing/sql.h"
#include "libs/usage/daily_counts.h"
#include "libs/usage/request_flush.h"

namespace enlace::usage {
namespace {

constexpr std::string_view kDenied = "42501";
const absl::CivilDay kFirst(2026, 12, 1);

absl::Time Noon(absl::CivilDay day) {
  return absl::FromCivil(day, absl::UTCTimeZone()) + absl::Hours(12);
}
absl::Time Deadline() { return absl::Now() + absl::Seconds(30); }

// One of a service's processes.
struct Process {
  explicit Process(const testing::TestDatabase& files)
      : relay(*db::PlatformDatabase::Open({.url = files.RelayUrl(), .pool_size = 2})),
        flush(std::make_unique<RequestFlush>(counter, *relay, absl::InfiniteDuration())) {}
  void Call(const core::Ulid& tenant, absl::CivilDay day, int times = 1) {
    for (int i = 0; i < times; ++i) counter.Add(tenant, "UTC", Noon(day));
  }
  absl::Status Flush() { return flush->Flush(Deadline()); }

  RequestCounter counter;
  std::unique_ptr<db::PlatformDatabase> relay;
  std::unique_ptr<RequestFlush> flush;
};

struct Fixture {
  explicit Fixture(const std::string& service = "patient") : files(service) {}
  // Of three days.
  std::vector<std::int64_t> Requests(const core::Ulid& tenant) {
    const auto days =
        counts.Count({.tenant_id = tenant}, {kFirst, kFirst + 2, "America/Bogota"}, Deadline());
    INFO(days.status().ToString());
    REQUIRE(days.ok());
    std::vector<std::int64_t> requests;
    for (const auto& count : *days) requests.push_back(count.requests);
    return requests;
  }

  testing::TestDatabase files;
  core::Ulid alpha = core::Ulid::Generate(absl::Now());
  core::Ulid beta = core::Ulid::Generate(absl::Now());
  std::unique_ptr<db::TenantDatabase> own =
      *db::TenantDatabase::Open({.url = files.RuntimeUrl(), .pool_size = 2});
  DailyCounts counts{*own, nullptr};
};

using Numbers = std::vector<std::int64_t>;

TEST_CASE("every service stores calls by tenant and day, and adds to what is there") {
  Fixture f(GENERATE("auth", "patient", "appointment", "audit"));
  Process process(f.files);
  process.Call(f.alpha, kFirst, 3);
  process.Call(f.alpha, kFirst + 2);
  process.Call(f.beta, kFirst, 5);
  process.Call(f.beta, kFirst + 3);
  REQUIRE(process.Flush().ok());
  process.Call(f.alpha, kFirst, 4);
  REQUIRE(process.Flush().ok());
  REQUIRE(process.Flush().ok());

  CHECK(f.Requests(f.alpha) == Numbers{7, 0, 1});
  CHECK(f.Requests(f.beta) == Numbers{5, 0, 0});
}

TEST_CASE("a process that ends stores what is left") {
  Fixture f;
  {
    Process process(f.files);
    process.Call(f.alpha, kFirst, 2);
  }
  CHECK(f.Requests(f.alpha) == Numbers{2, 0, 0});
}

TEST_CASE("processes of one service add to each other's calls, also at once") {
  Fixture f;
  std::vector<std::thread> processes;
  for (int i = 0; i < 4; ++i) {
    processes.emplace_back([&f] {
      Process process(f.files);
      for (int round = 0; round < 20; ++round) {
        process.Call(f.alpha, kFirst + 1, 2);
        process.Call(f.beta, kFirst, 1);
        (void)process.Flush();
      }
    });
  }
  for (auto& process : processes) process.join();
  CHECK(f.Requests(f.alpha) == Numbers{0, 160, 0});
  CHECK(f.Requests(f.beta) == Numbers{80, 0, 0});
}

TEST_CASE("what could not be stored is kept until it can be, and stored once") {
  Fixture f;
  Process process(f.files);
  testing::RunSql(f.files.AdminUrl(), "ALTER TABLE usage_days RENAME TO moved");
  process.Call(f.alpha, kFirst);
  CHECK_FALSE(process.Flush().ok());
  process.Call(f.alpha, kFirst + 1);
  CHECK_FALSE(process.Flush().ok());
  testing::RunSql(f.files.AdminUrl(), "ALTER TABLE moved RENAME TO usage_days");
  CHECK(process.Flush().ok());
  CHECK(process.Flush().ok());
  CHECK(f.Requests(f.alpha) == Numbers{1, 1, 0});
}

TEST_CASE("a tenant's transaction sees its own figures only, and changes none") {
  Fixture f(GENERATE("auth", "patient", "appointment", "audit"));
  Process process(f.files);
  process.Call(f.alpha, kFirst);
  process.Call(f.beta, kFirst);
  REQUIRE(process.Flush().ok());
  constexpr db::Statement kAll = {"all_usage", "SELECT tenant_id FROM usage_days"};
  auto transaction = f.own->Begin({.tenant_id = f.alpha}, Deadline());
  const auto seen = transaction->RunAndCommit(kAll, {});
  REQUIRE(seen->size() == 1);
  CHECK((*seen)[0].Id("tenant_id") == f.alpha);
  CHECK(testing::RunSql(f.files.RuntimeUrl(), kAll.sql).empty());
  for (const std::string sql : {"INSERT INTO usage_days VALUES (gen_random_uuid(), now(), 1)",
                                "UPDATE usage_days SET requests = 1", "DELETE FROM usage_days"}) {
    INFO(sql);
    CHECK(db::SqlStateOf(testing::TrySql(f.files.RuntimeUrl(), sql).status()) == kDenied);
  }
}

TEST_CASE("the relay role adds calls, and neither moves nor removes them") {
  Fixture f(GENERATE("auth", "patient", "appointment", "audit"));
  for (const std::string sql : {"UPDATE usage_days SET tenant_id = gen_random_uuid()",
                                "UPDATE usage_days SET day = now()", "DELETE FROM usage_days"}) {
    INFO(sql);
    CHECK(db::SqlStateOf(testing::TrySql(f.files.RelayUrl(), sql).status()) == kDenied);
  }
}

TEST_CASE("a period that is empty or too long is refused") {
  Fixture f;
  for (const int days : {0, kMostDays + 1}) {
    const auto counted =
        f.counts.Count({.tenant_id = f.alpha}, {kFirst, kFirst + (days - 1), "UTC"}, Deadline());
    CHECK(absl::IsInternal(counted.status()));
  }
}

}  // namespace
}  // namespace enlace::usage
