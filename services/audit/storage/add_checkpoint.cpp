#include "absl/strings/str_cat.h"
#include "libs/core/error.h"
#include "services/audit/storage/chain_repository.h"
#include "services/audit/storage/tree_nodes.h"

namespace enlace::audit::storage {
namespace {

constexpr db::Statement kState = {"audit_checkpoint_state", R"sql(
SELECT l.position, encode(l.entry_hash, 'hex') AS entry_hash, c.size, c.created_at
  FROM (SELECT position, entry_hash FROM audit_leaves
         WHERE tenant_id = $1::uuid ORDER BY position DESC LIMIT 1) AS l
  LEFT JOIN (SELECT size, created_at FROM audit_checkpoints
              WHERE tenant_id = $1::uuid ORDER BY size DESC LIMIT 1) AS c ON true)sql"};

constexpr db::Statement kLeaf = {"audit_checkpoint_leaf",
                                 "SELECT encode(entry_hash, 'hex') AS entry_hash FROM audit_leaves"
                                 " WHERE tenant_id = $1::uuid AND position = $2::bigint"};

constexpr db::Statement kAdd = {"audit_checkpoint_add",
                                "INSERT INTO audit_checkpoints (tenant_id, size, note, created_at)"
                                " VALUES ($1::uuid, $2::bigint, $3::text, $4::timestamptz)"};

// What was signed is a beginning of the chain: one entry hash proves all before it. Where it isn't,
// a signature would hide that positions were given away twice.
absl::Status CheckAgainst(const std::optional<Checkpoint>& signed_before,
                          const core::Ulid& tenant_id, db::Transaction& transaction) {
  if (!signed_before) return absl::OkStatus();
  const auto last = static_cast<std::int64_t>(signed_before->size) - 1;
  const auto leaf = transaction.Run(kLeaf, db::Params().Id(tenant_id).Int(last));
  if (!leaf.ok()) return leaf.status();
  if (!leaf->empty() && HashOf((*leaf)[0], "entry_hash") == signed_before->head) {
    return absl::OkStatus();
  }
  return core::Internal(absl::StrCat(
      "the audit is not what its checkpoints say: that of ", signed_before->size,
      " records is not of this chain. After a restore run enlace-audit recover; if nothing was "
      "restored, somebody has changed the records"));
}

}  // namespace

absl::StatusOr<CheckpointOutcome> PgChainRepository::AddCheckpoint(const db::TenantContext& context,
                                                                   CheckpointLog& log,
                                                                   absl::Time now,
                                                                   absl::Duration interval,
                                                                   absl::Time deadline) {
  auto transaction = BeginOnChain(database_, context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto rows = transaction->Run(kState, db::Params().Id(context.tenant_id));
  if (!rows.ok()) return rows.status();
  if (rows->empty()) return CheckpointOutcome{};
  const auto state = (*rows)[0];
  const auto size = state.Int("position") + 1;
  if (!state.IsNull("size")) {
    if (state.Int("size") >= size) return CheckpointOutcome{};
    const auto due = state.Time("created_at") + interval;
    if (now < due) return CheckpointOutcome{.due = due};
  }

  Checkpoint checkpoint{.tenant_id = context.tenant_id,
                        .size = static_cast<std::uint64_t>(size),
                        .head = HashOf(state, "entry_hash"),
                        .time = now};
  const auto ids = NodesOfRoot(checkpoint.size);
  const auto nodes = transaction->Run(kReadNodes, NodesParams(context.tenant_id, ids));
  if (!nodes.ok()) return nodes.status();
  const auto hashes = NodesOf(*nodes, ids.size());
  if (!hashes.ok()) return hashes.status();
  checkpoint.root = Root(*hashes);

  const auto signed_before = log.Last(context.tenant_id);
  if (!signed_before.ok()) return signed_before.status();
  auto agreed = CheckAgainst(*signed_before, context.tenant_id, *transaction);
  if (!agreed.ok()) return agreed;

  // A kill between the log and the commit leaves a true note that nobody was shown; the other way
  // round it would leave one that was shown and is written nowhere else.
  const auto note = log.Append(checkpoint);
  if (!note.ok()) return note.status();
  db::Params params;
  params.Id(context.tenant_id).Int(size).Text(note->text).Time(note->time);
  const auto added = transaction->RunAndCommit(kAdd, params);
  if (!added.ok()) return added.status();
  return CheckpointOutcome{.added = true};
}

}  // namespace enlace::audit::storage
