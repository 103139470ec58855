#include "services/audit/storage/proof_repository.h"

#include "services/audit/storage/tree_nodes.h"

namespace enlace::audit::storage {
namespace {

constexpr db::Statement kFind = {"audit_find_place", R"sql(
SELECT l.position, encode(l.entry_hash, 'hex') AS entry_hash,
       EXISTS (SELECT FROM audit_unsealed
                WHERE tenant_id = $1::uuid AND event_id = $2::uuid) AS waits,
       c.size, c.note, c.created_at
  FROM (VALUES (1)) AS one (row)
  LEFT JOIN (SELECT position, entry_hash FROM audit_leaves
              WHERE tenant_id = $1::uuid AND event_id = $2::uuid) AS l ON true
  LEFT JOIN (SELECT size, note, created_at FROM audit_checkpoints
              WHERE tenant_id = $1::uuid ORDER BY size DESC LIMIT 1) AS c ON true)sql"};

constexpr db::Statement kLast = {"audit_last_checkpoint",
                                 "SELECT size, note, created_at FROM audit_checkpoints"
                                 " WHERE tenant_id = $1::uuid ORDER BY size DESC LIMIT 1"};

constexpr db::Statement kOfSize = {"audit_checkpoint_of_size",
                                   "SELECT size, note, created_at FROM audit_checkpoints"
                                   " WHERE tenant_id = $1::uuid AND size = $2::bigint"};

KeptCheckpoint CheckpointIn(const db::Row& row) {
  return {.size = static_cast<std::uint64_t>(row.Int("size")),
          .note = std::string(row.Text("note")),
          .created_at = row.Time("created_at")};
}

std::optional<KeptCheckpoint> FirstOf(const db::Rows& rows) {
  if (rows.empty()) return std::nullopt;
  return CheckpointIn(rows[0]);
}

}  // namespace

absl::StatusOr<RecordPlace> PgProofRepository::Find(const db::TenantContext& context,
                                                    const core::Ulid& event_id,
                                                    absl::Time deadline) {
  const auto rows =
      database_.Read(context, kFind, db::Params().Id(context.tenant_id).Id(event_id), deadline);
  if (!rows.ok()) return rows.status();
  const auto row = (*rows)[0];
  RecordPlace place;
  place.waits = row.Bool("waits");
  if (!row.IsNull("position")) {
    place.position = static_cast<std::uint64_t>(row.Int("position"));
    place.entry_hash = HashOf(row, "entry_hash");
  }
  if (!row.IsNull("size")) place.checkpoint = CheckpointIn(row);
  return place;
}

absl::StatusOr<std::optional<KeptCheckpoint>> PgProofRepository::LastCheckpoint(
    const db::TenantContext& context, absl::Time deadline) {
  const auto rows = database_.Read(context, kLast, db::Params().Id(context.tenant_id), deadline);
  if (!rows.ok()) return rows.status();
  return FirstOf(*rows);
}

absl::StatusOr<std::optional<KeptCheckpoint>> PgProofRepository::CheckpointOf(
    const db::TenantContext& context, std::uint64_t size, absl::Time deadline) {
  db::Params params;
  params.Id(context.tenant_id).Int(static_cast<std::int64_t>(size));
  const auto rows = database_.Read(context, kOfSize, params, deadline);
  if (!rows.ok()) return rows.status();
  return FirstOf(*rows);
}

absl::StatusOr<std::vector<Hash>> PgProofRepository::Nodes(const db::TenantContext& context,
                                                           const std::vector<NodeId>& ids,
                                                           absl::Time deadline) {
  const auto rows =
      database_.Read(context, kReadNodes, NodesParams(context.tenant_id, ids), deadline);
  if (!rows.ok()) return rows.status();
  return NodesOf(*rows, ids.size());
}

}  // namespace enlace::audit::storage
