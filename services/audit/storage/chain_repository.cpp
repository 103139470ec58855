#include "services/audit/storage/chain_repository.h"

#include "services/audit/storage/tree_nodes.h"

namespace enlace::audit::storage {
namespace {

// A statement of its own: what follows it sees all that was committed before the lock was free.
constexpr db::Statement kLock = {
    "audit_chain_lock", "SELECT pg_advisory_xact_lock(hashtextextended('chain ' || $1::uuid, 0))"};

// Steps from tenant to tenant by the key, however long the queues are. The row that the key leads
// to is the tenant's first, so that its time is about the longest wait.
constexpr db::Statement kTenantsToSeal = {"audit_tenants_to_seal", R"sql(
WITH RECURSIVE waiting AS (
  (SELECT tenant_id, stored_at FROM audit_unsealed ORDER BY tenant_id LIMIT 1)
  UNION ALL
  SELECT next.tenant_id, next.stored_at
    FROM waiting AS w,
         LATERAL (SELECT u.tenant_id, u.stored_at FROM audit_unsealed AS u
                   WHERE u.tenant_id > w.tenant_id ORDER BY u.tenant_id LIMIT 1) AS next
)
SELECT tenant_id FROM waiting ORDER BY stored_at, tenant_id LIMIT $1::int)sql"};

constexpr db::Statement kTenantsToSign = {"audit_tenants_to_sign", R"sql(
WITH RECURSIVE chained AS (
  (SELECT tenant_id FROM audit_leaves ORDER BY tenant_id LIMIT 1)
  UNION ALL
  SELECT next.tenant_id
    FROM chained AS c,
         LATERAL (SELECT l.tenant_id FROM audit_leaves AS l
                   WHERE l.tenant_id > c.tenant_id ORDER BY l.tenant_id LIMIT 1) AS next
)
SELECT tenant_id FROM chained AS c
 WHERE (SELECT max(position) FROM audit_leaves AS l WHERE l.tenant_id = c.tenant_id)
       >= coalesce((SELECT max(size) FROM audit_checkpoints AS k
                     WHERE k.tenant_id = c.tenant_id), 0))sql"};

constexpr db::Statement kHead = {
    "audit_chain_head",
    "SELECT position, encode(entry_hash, 'hex') AS entry_hash FROM audit_leaves"
    " WHERE tenant_id = $1::uuid ORDER BY position DESC LIMIT 1"};

absl::StatusOr<std::vector<core::Ulid>> Tenants(db::PlatformDatabase& relay,
                                                const db::Statement& statement,
                                                const db::Params& params, absl::Time deadline) {
  auto transaction = relay.Begin(deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(statement, params);
  if (!rows.ok()) return rows.status();
  std::vector<core::Ulid> tenants;
  tenants.reserve(static_cast<std::size_t>(rows->size()));
  for (int i = 0; i < rows->size(); ++i) tenants.push_back((*rows)[i].Id("tenant_id"));
  return tenants;
}

}  // namespace

const db::Statement kUnsealedDepth = {"audit_unsealed_depth", R"sql(
SELECT count(*) AS waiting,
       coalesce((extract(epoch FROM clock_timestamp() - min(stored_at)) * 1000)::bigint, 0)
         AS oldest_ms
  FROM (SELECT stored_at FROM audit_unsealed LIMIT 100000) AS queue)sql"};

absl::StatusOr<db::Transaction> BeginOnChain(db::TenantDatabase& database,
                                             const db::TenantContext& context,
                                             absl::Time deadline) {
  auto transaction = database.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto locked = transaction->Run(kLock, db::Params().Id(context.tenant_id));
  if (!locked.ok()) return locked.status();
  return transaction;
}

absl::StatusOr<std::vector<core::Ulid>> PgChainRepository::TenantsToSeal(int limit,
                                                                         absl::Time deadline) {
  return Tenants(relay_, kTenantsToSeal, db::Params().Int(limit), deadline);
}

absl::StatusOr<std::vector<core::Ulid>> PgChainRepository::TenantsToSign(absl::Time deadline) {
  return Tenants(relay_, kTenantsToSign, {}, deadline);
}

absl::StatusOr<ChainHead> PgChainRepository::Head(const db::TenantContext& context,
                                                  absl::Time deadline) {
  const auto rows = database_.Read(context, kHead, db::Params().Id(context.tenant_id), deadline);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return ChainHead{};
  const auto row = (*rows)[0];
  return ChainHead{static_cast<std::uint64_t>(row.Int("position")) + 1, HashOf(row, "entry_hash")};
}

}  // namespace enlace::audit::storage
