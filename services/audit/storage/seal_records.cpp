#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/audit/storage/chain_addition.h"
#include "services/audit/storage/chain_repository.h"
#include "services/audit/storage/sealed_event_row.h"
#include "services/audit/storage/tree_nodes.h"

namespace enlace::audit::storage {
namespace {

// Bytes of rows and payloads that are read at once, beyond the first record's.
constexpr std::int64_t kMostBytes = 16 << 20;

// Each record is looked up by its key: no plan reads a tenant's records to find those of its queue.
constexpr char kBeforeColumns[] = R"sql(
WITH last AS (
  SELECT position, entry_hash FROM audit_leaves
   WHERE tenant_id = $1::uuid ORDER BY position DESC LIMIT 1
), queued AS (
  SELECT seq, event_id, occurred_at FROM audit_unsealed
   WHERE tenant_id = $1::uuid ORDER BY seq LIMIT $2::int
), records AS MATERIALIZED (
  SELECT q.seq, e.event_id IS NULL AS gone,
         (SELECT l.position FROM audit_leaves AS l
           WHERE l.tenant_id = $1::uuid AND l.event_id = q.event_id
           LIMIT 1) IS NOT NULL AS chained,)sql";
constexpr char kAfterColumns[] = R"sql(
    FROM queued AS q
    LEFT JOIN LATERAL (
      SELECT * FROM audit_events AS one
       WHERE one.tenant_id = $1::uuid AND one.occurred_at = q.occurred_at
         AND one.event_id = q.event_id
       LIMIT 1) AS e ON true
), measured AS (
  SELECT *, count(*) OVER () AS found, row_number() OVER (ORDER BY seq) AS turn,
         sum(coalesce(octet_length(before_text), 0) + coalesce(octet_length(after_text), 0)
             + coalesce(octet_length(payload_hex), 0) / 2)
           OVER (ORDER BY seq ROWS UNBOUNDED PRECEDING) AS bytes
    FROM records
)
SELECT *, (SELECT position FROM last) AS last_position,
       (SELECT encode(entry_hash, 'hex') FROM last) AS last_hash
  FROM measured WHERE turn = 1 OR bytes <= $3::bigint
 ORDER BY turn)sql";

const db::Statement& Waiting() {
  static const std::string kSql = absl::StrCat(kBeforeColumns, kSealedEventColumns, kAfterColumns);
  static const db::Statement kStatement = {"audit_waiting", kSql.c_str()};
  return kStatement;
}

ChainHead HeadBefore(const db::Row& row) {
  if (row.IsNull("last_position")) return {};
  return {static_cast<std::uint64_t>(row.Int("last_position")) + 1, HashOf(row, "last_hash")};
}

}  // namespace

absl::StatusOr<SealedBatch> PgChainRepository::Seal(const db::TenantContext& context, int most,
                                                    absl::Time deadline) {
  auto transaction = BeginOnChain(database_, context, deadline);
  if (!transaction.ok()) return transaction.status();
  const auto waiting =
      transaction->Run(Waiting(), db::Params().Id(context.tenant_id).Int(most).Int(kMostBytes));
  if (!waiting.ok()) return waiting.status();
  if (waiting->empty()) return SealedBatch{};

  const auto head = HeadBefore((*waiting)[0]);
  const auto edge_ids = NodesOfRoot(head.size);
  std::vector<Hash> edge;
  if (!edge_ids.empty()) {
    const auto rows = transaction->Run(kReadNodes, NodesParams(context.tenant_id, edge_ids));
    if (!rows.ok()) return rows.status();
    auto hashes = NodesOf(*rows, edge_ids.size());
    if (!hashes.ok()) return hashes.status();
    edge = *std::move(hashes);
  }
  ChainAddition addition(context.tenant_id, head, RightEdge(head.size, std::move(edge)));
  for (int i = 0; i < waiting->size(); ++i) addition.Take((*waiting)[i]);

  const auto appended = transaction->RunAndCommit(ChainAddition::kAppend, addition.ToParams());
  if (!appended.ok()) return appended.status();
  const auto found = (*waiting)[0].Int("found");
  return SealedBatch{.records = addition.records(),
                     .dropped = addition.dropped(),
                     .more = found == most || found > waiting->size()};
}

}  // namespace enlace::audit::storage
