#include "services/audit/storage/tree_nodes.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/core/absl_view.h"
#include "libs/core/error.h"

namespace enlace::audit::storage {

const db::Statement kReadNodes = {"audit_read_nodes", R"sql(
SELECT encode(coalesce(l.entry_hash, n.hash), 'hex') AS hash
  FROM unnest($2::smallint[], $3::bigint[]) WITH ORDINALITY AS wanted (level, place, turn)
  LEFT JOIN audit_leaves AS l
    ON wanted.level = 0 AND l.tenant_id = $1::uuid AND l.position = wanted.place
  LEFT JOIN audit_nodes AS n
    ON n.tenant_id = $1::uuid AND n.level = wanted.level AND n.place = wanted.place
 ORDER BY wanted.turn)sql"};

db::Params NodesParams(const core::Ulid& tenant_id, const std::vector<NodeId>& ids) {
  std::vector<std::string> levels, places;
  for (const auto& id : ids) {
    levels.push_back(absl::StrCat(id.level));
    places.push_back(absl::StrCat(id.place));
  }
  db::Params params;
  params.Id(tenant_id).TextArray(levels).TextArray(places);
  return params;
}

absl::StatusOr<std::vector<Hash>> NodesOf(const db::Rows& rows, std::size_t count) {
  std::vector<Hash> hashes;
  for (int i = 0; i < rows.size(); ++i) {
    if (rows[i].IsNull("hash")) return core::Internal("a node of the audit's tree is missing");
    hashes.push_back(HashOf(rows[i], "hash"));
  }
  if (hashes.size() != count) return core::Internal("nodes of the audit's tree are missing");
  return hashes;
}

Hash HashOf(const db::Row& row, const char* column) {
  return HashFromBytes(absl::HexStringToBytes(core::Absl(row.Text(column)))).value();
}

std::string HexOf(const Hash& hash) { return absl::BytesToHexString(core::Absl(BytesOf(hash))); }

}  // namespace enlace::audit::storage
