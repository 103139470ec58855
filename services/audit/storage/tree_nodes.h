#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/core/ulid.h"
#include "libs/db/database.h"
#include "services/audit/domain/merkle_tree.h"

namespace enlace::audit::storage {

// Reads nodes of a tenant's tree, leaves among them, in the order of their ids.
extern const db::Statement kReadNodes;
db::Params NodesParams(const core::Ulid& tenant_id, const std::vector<NodeId>& ids);

// The hashes that kReadNodes found. INTERNAL where one of `count` is missing.
absl::StatusOr<std::vector<Hash>> NodesOf(const db::Rows& rows, std::size_t count);

// A hash that travelled by encode(…, 'hex'). Ends the process if it is none: the tables hold no
// other.
Hash HashOf(const db::Row& row, const char* column);

// As decode(…, 'hex') takes it.
std::string HexOf(const Hash& hash);

}  // namespace enlace::audit::storage
