#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "services/audit/domain/merkle_tree.h"

namespace enlace::audit::testing {

// For tests only: RFC 6962, section 2.1, word for word, over all leaves at once.

Hash NaiveRoot(const std::vector<Hash>& leaves);

// PATH(m, D[n]).
std::vector<Hash> NaivePath(std::uint64_t m, const std::vector<Hash>& leaves);

// SUBPROOF(m, D[n], known); PROOF(m, D[n]) where `known` is true.
std::vector<Hash> NaiveSubProof(std::uint64_t m, const std::vector<Hash>& leaves, bool known);

// Different hashes, the same each time.
std::vector<Hash> Leaves(std::uint64_t count);

// What a database would keep.
class NodeStore {
 public:
  // Appends to the edge and keeps the leaf and every node that it makes whole.
  void Append(RightEdge& edge, const Hash& leaf);
  std::vector<Hash> Get(const std::vector<NodeId>& ids) const;
  FetchNodes Fetch();

  // How often Fetch()'s function was called.
  int fetches = 0;

 private:
  std::map<std::pair<int, std::uint64_t>, Hash> nodes_;
};

}  // namespace enlace::audit::testing
