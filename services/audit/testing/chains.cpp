#include "services/audit/testing/chains.h"

#include <catch2/catch_test_macros.hpp>
#include <set>

#include "absl/strings/str_cat.h"
#include "libs/testing/sql.h"
#include "services/audit/domain/canonical_event.h"
#include "services/audit/storage/sealed_event_row.h"
#include "services/audit/storage/tree_nodes.h"
#include "services/audit/testing/events.h"

namespace enlace::audit::testing {
namespace {

std::unique_ptr<db::PlatformDatabase> OpenRelay(const std::string& url) {
  auto opened = db::PlatformDatabase::Open({.url = url, .pool_size = 2});
  if (!opened.ok()) throw std::runtime_error(opened.status().ToString());
  return *std::move(opened);
}

}  // namespace

Chains::Chains(AuditDatabase& database)
    : database_(database),
      relay_(OpenRelay(database.RelayUrl())),
      chains_(database.runtime(), *relay_),
      proofs_(database.runtime()) {}

void Chains::Store(const db::TenantContext& tenant, int count) {
  std::vector<AuditEvent> events;
  events.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) events.push_back(i % 3 == 0 ? Access(2) : Write());
  REQUIRE(database_.events().Store(tenant, events, Later()).value() == count);
}

int Chains::SealAll(const db::TenantContext& tenant) {
  int records = 0;
  bool more = true;
  while (more) {
    const auto batch = chains_.Seal(tenant, 500, Later());
    REQUIRE(batch.ok());
    records += batch->records;
    more = batch->more;
  }
  return records;
}

std::vector<Hash> Chains::CheckedLeaves(const db::TenantContext& tenant) {
  const auto rows = enlace::testing::RunSql(
      database_.AdminUrl(),
      absl::StrCat("SELECT l.position, encode(l.entry_hash, 'hex') AS entry_hash, ",
                   storage::kSealedEventColumns,
                   " FROM audit_leaves AS l JOIN audit_events AS e ON e.tenant_id = l.tenant_id"
                   " AND e.occurred_at = l.occurred_at AND e.event_id = l.event_id"
                   " WHERE l.tenant_id = $1 ORDER BY l.position"),
      db::Params().Id(tenant.tenant_id));
  std::vector<Hash> leaves;
  std::set<core::Ulid> ids;
  Hash last{};
  for (int i = 0; i < rows.size(); ++i) {
    REQUIRE(rows[i].Int("position") == i);
    const auto record = storage::ReadSealedEvent(rows[i], tenant.tenant_id);
    REQUIRE(ids.insert(record.event.id).second);
    last = EntryHash(last, static_cast<std::uint64_t>(i), CanonicalBytes(record));
    REQUIRE(storage::HashOf(rows[i], "entry_hash") == last);
    leaves.push_back(last);
  }
  return leaves;
}

std::int64_t Chains::Count(const std::string& table, const db::TenantContext& tenant) {
  return enlace::testing::RunSql(
             database_.AdminUrl(),
             absl::StrCat("SELECT count(*) AS n FROM ", table, " WHERE tenant_id = $1"),
             db::Params().Id(tenant.tenant_id))[0]
      .Int("n");
}

Hash NaiveRoot(const std::vector<Hash>& leaves) {
  if (leaves.size() == 1) return leaves[0];
  std::size_t split = 1;
  while (2 * split < leaves.size()) split *= 2;
  const auto middle = leaves.begin() + static_cast<std::ptrdiff_t>(split);
  return NodeHash(NaiveRoot({leaves.begin(), middle}), NaiveRoot({middle, leaves.end()}));
}

}  // namespace enlace::audit::testing
