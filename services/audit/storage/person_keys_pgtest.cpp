#include "services/audit/storage/person_keys.h"

#include <algorithm>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <thread>
#include <vector>

#include "libs/testing/sql.h"
#include "services/audit/domain/payload_text.h"
#include "services/audit/testing/audit_database.h"
#include "services/audit/testing/events.h"

namespace enlace::audit::storage {
namespace {

using enlace::testing::RunSql;
using testing::ContextOf;
using testing::Later;
using testing::NewId;

TEST_CASE("who stores a new person's first events at once agrees on one key") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  std::vector<core::Ulid> patients;
  for (int i = 0; i < 20; ++i) patients.push_back(NewId());
  std::atomic<int> failed = 0;
  std::vector<std::thread> writers;

  for (int writer = 0; writer < 16; ++writer) {
    writers.emplace_back([&, writer] {
      std::vector<AuditEvent> batch;
      for (const auto& patient : patients) {
        batch.push_back(testing::Write());
        batch.back().resource_ids = {patient};
      }
      // Each in an order of its own.
      std::rotate(batch.begin(), batch.begin() + writer, batch.end());
      if (!database.events().Store(tenant, batch, Later()).ok()) ++failed;
    });
  }
  for (auto& writer : writers) writer.join();

  CHECK(failed == 0);
  CHECK(RunSql(database.AdminUrl(),
               "SELECT count(*) AS n FROM audit_person_keys WHERE tenant_id = $1",
               db::Params().Id(tenant.tenant_id))[0]
            .Int("n") == 20);
  int opened = 0;
  for (const auto& patient : patients) {
    const auto page =
        database.events().List(tenant, {.resource_id = patient}, std::nullopt, 50, Later());
    REQUIRE(page.ok());
    for (const auto& event : page->events) {
      if (event.after_json == testing::Write().after_json) ++opened;
    }
  }
  CHECK(opened == 16 * 20);
}

TEST_CASE("a key that another transaction is making is waited for and used") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  const auto person = NewId();
  const PersonKeys keys(testing::AuditDatabase::Keys());
  auto first = database.runtime().Begin(tenant, Later());
  const auto made = keys.Ensure(*first, tenant.tenant_id, {person});
  REQUIRE(made.ok());
  std::optional<PayloadKey> seen;
  std::thread other([&] {
    auto second = database.runtime().Begin(tenant, Later());
    const auto found = keys.Ensure(*second, tenant.tenant_id, {person});
    if (found.ok()) seen = found->at(person);
  });
  // Waits for the lock of the first, or has not come so far: the outcome is the same.
  REQUIRE(first->Commit().ok());
  other.join();
  CHECK(seen == made->at(person));
}

TEST_CASE(
    "keys of no person ask nothing, and a transaction that ends without a commit makes none") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  const PersonKeys keys(testing::AuditDatabase::Keys());
  {
    auto transaction = database.runtime().Begin(tenant, Later());
    CHECK(keys.Ensure(*transaction, tenant.tenant_id, {})->empty());
    CHECK(keys.Ensure(*transaction, tenant.tenant_id, {NewId(), NewId()})->size() == 2);
  }
  CHECK(RunSql(database.AdminUrl(), "SELECT FROM audit_person_keys WHERE tenant_id = $1",
               db::Params().Id(tenant.tenant_id))
            .empty());
}

TEST_CASE("a key that was given to another person opens nothing") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  REQUIRE(database.events().Store(tenant, {testing::Write(), testing::Write()}, Later()).ok());
  RunSql(database.AdminUrl(),
         "UPDATE audit_person_keys AS k SET sealed_key = o.sealed_key FROM audit_person_keys AS o"
         " WHERE k.tenant_id = $1 AND o.tenant_id = $1 AND o.person_id <> k.person_id",
         db::Params().Id(tenant.tenant_id));
  const auto page = database.events().List(tenant, {}, std::nullopt, 10, Later());
  REQUIRE(page.ok());
  for (const auto& event : page->events) CHECK(PayloadText(event) == "{}");
}

TEST_CASE("a session sees the keys of its own tenant alone, and changes none") {
  auto& database = testing::SharedDatabase();
  const auto tenant = ContextOf(NewId());
  REQUIRE(database.events().Store(tenant, {testing::Write()}, Later()).ok());
  static constexpr db::Statement kCount = {"count_keys",
                                           "SELECT count(*) AS n FROM audit_person_keys"};
  const auto count = [&](const db::TenantContext& of) {
    auto transaction = database.runtime().Begin(of, Later());
    return (*transaction->RunAndCommit(kCount, {}))[0].Int("n");
  };
  CHECK(count(tenant) == 1);
  CHECK(count(ContextOf(NewId())) == 0);
  const auto url = database.RuntimeUrl();
  CHECK(RunSql(url, "SELECT person_id FROM audit_person_keys").empty());
  CHECK_FALSE(
      enlace::testing::TrySql(url, "UPDATE audit_person_keys SET person_id = person_id").ok());
}

}  // namespace
}  // namespace enlace::audit::storage
