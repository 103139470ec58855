#pragma once

#include "libs/testing/sql.h"
#include "services/audit/testing/audit_database.h"

namespace enlace::audit::testing {

// For tests only: a choice from a day of the past on, which nobody can make.
inline void ChooseInThePast(AuditDatabase& database, const core::Ulid& tenant, absl::Time from,
                            int years) {
  enlace::testing::RunSql(database.AdminUrl() + " options='-c session_replication_role=replica'",
                          "INSERT INTO audit_retention VALUES ($1, $2, $3)",
                          db::Params().Id(tenant).Time(from).Int(years));
}

// Puts what is stored of the tenant into its chain, with hashes that are none, and signs for the
// first `covered` records.
inline void Chain(AuditDatabase& database, const core::Ulid& tenant, int covered) {
  const auto url = database.AdminUrl();
  enlace::testing::RunSql(
      url,
      "INSERT INTO audit_leaves (tenant_id, position, event_id, occurred_at, entry_hash) "
      "SELECT tenant_id, row_number() OVER (ORDER BY seq) - 1, event_id, occurred_at, "
      "sha256(event_id::text::bytea) FROM audit_events WHERE tenant_id = $1 "
      "ON CONFLICT DO NOTHING",
      db::Params().Id(tenant));
  if (covered == 0) return;
  enlace::testing::RunSql(
      url, "INSERT INTO audit_checkpoints (tenant_id, size, note) VALUES ($1, $2, 'note')",
      db::Params().Id(tenant).Int(covered));
}

}  // namespace enlace::audit::testing
