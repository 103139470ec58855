#include "libs/limits/tenant_limits.h"

namespace enlace::limits {
namespace {

constexpr db::Statement kGet = {"get_tenant_limit", R"(
  SELECT coalesce(l.version, 0) AS version, l.most,
         (SELECT coalesce(sum(live), 0) FROM tenant_counts WHERE tenant_id = $1) AS used
  FROM (SELECT $1::uuid AS tenant_id) t LEFT JOIN tenant_limits l USING (tenant_id))"};

// Waits for whoever creates under the old limit, and lets nobody begin meanwhile.
constexpr db::Statement kLock = {
    "lock_tenant_limit", "SELECT pg_advisory_xact_lock(hashtextextended('limit ' || $1::uuid, 0))"};

constexpr db::Statement kSet = {"set_tenant_limit", R"(
  INSERT INTO tenant_limits AS l (tenant_id, version, most) VALUES ($1, $2, $3)
  ON CONFLICT (tenant_id) DO UPDATE SET version = excluded.version, most = excluded.most
  WHERE l.version < excluded.version)"};

Limit ReadLimit(const db::Row& row) {
  Limit limit{.version = row.Int("version"), .used = row.Int("used")};
  if (!row.IsNull("most")) limit.most = row.Int("most");
  return limit;
}

absl::StatusOr<Limit> Read(db::Transaction& transaction, const core::Ulid& tenant_id) {
  const auto rows = transaction.Run(kGet, db::Params().Id(tenant_id));
  if (!rows.ok()) return rows.status();
  return ReadLimit((*rows)[0]);
}

}  // namespace

absl::StatusOr<Limit> TenantLimits::Get(const db::TenantContext& context, absl::Time deadline) {
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->RunAndCommit(kGet, db::Params().Id(context.tenant_id));
  if (!rows.ok()) return rows.status();
  return ReadLimit((*rows)[0]);
}

absl::StatusOr<Limit> TenantLimits::Set(const db::TenantContext& context, const Limit& next,
                                        bool if_it_fits, absl::Time deadline) {
  auto transaction = database_.Begin(context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto locked = transaction->Run(kLock, db::Params().Id(context.tenant_id));
  if (!locked.ok()) return locked.status();
  const auto present = Read(*transaction, context.tenant_id);
  if (!present.ok()) return present.status();
  if (if_it_fits && next.most && present->used > *next.most) return present;
  db::Params params;
  params.Id(context.tenant_id).Int(next.version);
  if (next.most) {
    params.Int(*next.most);
  } else {
    params.Null();
  }
  const auto set = transaction->Run(kSet, params);
  if (!set.ok()) return set.status();
  const auto in_force = Read(*transaction, context.tenant_id);
  if (!in_force.ok()) return in_force.status();
  if (auto status = transaction->Commit(); !status.ok()) return status;
  return in_force;
}

}  // namespace enlace::limits
