#include "services/audit/storage/chain_addition.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/db/timestamp_text.h"
#include "services/audit/domain/canonical_event.h"
#include "services/audit/storage/sealed_event_row.h"
#include "services/audit/storage/tree_nodes.h"

namespace enlace::audit::storage {

const db::Statement ChainAddition::kAppend = {"audit_append", R"sql(
WITH leaves AS (
  INSERT INTO audit_leaves (tenant_id, position, event_id, occurred_at, entry_hash)
  SELECT $1::uuid, $2::bigint + turn - 1, event_id, occurred_at, decode(hash, 'hex')
    FROM unnest($3::uuid[], $4::timestamptz[], $5::text[]) WITH ORDINALITY
      AS leaf (event_id, occurred_at, hash, turn)
), nodes AS (
  INSERT INTO audit_nodes (tenant_id, level, place, hash)
  SELECT $1::uuid, level, place, decode(hash, 'hex')
    FROM unnest($6::smallint[], $7::bigint[], $8::text[]) AS node (level, place, hash)
)
DELETE FROM audit_unsealed
 WHERE tenant_id = $1::uuid AND seq = ANY ($9::bigint[]))sql"};

ChainAddition::ChainAddition(const core::Ulid& tenant_id, const ChainHead& head, RightEdge edge)
    : tenant_id_(tenant_id), begin_(head.size), last_(head.hash), edge_(std::move(edge)) {}

void ChainAddition::Take(const db::Row& row) {
  seqs_.push_back(absl::StrCat(row.Int("seq")));
  // The same id at another time is another record: the first that came is the one.
  if (row.Bool("gone") || row.Bool("chained") || !seen_.insert(row.Id("event_id")).second) {
    ++dropped_;
    return;
  }
  const auto record = ReadSealedEvent(row, tenant_id_);
  last_ = EntryHash(last_, edge_.size(), CanonicalBytes(record));
  for (const auto& node : edge_.Append(last_)) {
    levels_.push_back(absl::StrCat(node.id.level));
    places_.push_back(absl::StrCat(node.id.place));
    nodes_.push_back(HexOf(node.hash));
  }
  ids_.push_back(record.event.id);
  times_.push_back(db::FormatTimestamp(record.event.occurred_at));
  leaves_.push_back(HexOf(last_));
}

db::Params ChainAddition::ToParams() const {
  db::Params params;
  params.Id(tenant_id_).Int(static_cast<std::int64_t>(begin_)).IdArray(ids_).TextArray(times_);
  params.TextArray(leaves_).TextArray(levels_).TextArray(places_).TextArray(nodes_);
  params.TextArray(seqs_);
  return params;
}

}  // namespace enlace::audit::storage
