#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/statusor.h"
#include "services/audit/domain/hash.h"

// The Merkle tree of RFC 6962, section 2.1, over leaves that are hashes already (entry hashes),
// with its whole subtrees kept elsewhere. Nothing here has state or blocks, but for what a
// FetchNodes does.
namespace enlace::audit {

// The root of the whole subtree over the leaves [place << level, (place + 1) << level). At level 0
// it is the leaf at position `place`.
struct NodeId {
  int level = 0;
  // From the left, from 0.
  std::uint64_t place = 0;

  friend bool operator==(const NodeId&, const NodeId&) = default;
};

struct Node {
  NodeId id;
  Hash hash{};

  friend bool operator==(const Node&, const Node&) = default;
};

// SHA-256 over the byte 1, left, right.
Hash NodeHash(const Hash& left, const Hash& right);

// The whole subtrees that a tree of `size` leaves is made of, from left to right: one for each bit
// of `size`, the largest first; at most 63. Empty for 0.
std::vector<NodeId> NodesOfRoot(std::uint64_t size);

// The root from the hashes of NodesOfRoot(size), in that order. Of none: SHA-256 of nothing.
Hash Root(const std::vector<Hash>& nodes);

// The right edge of a tree, which is all that appending and the root need: the hashes of
// NodesOfRoot(size()). Not thread-safe.
class RightEdge {
 public:
  // The edge of the empty tree.
  RightEdge() = default;
  // `nodes`: the hashes of NodesOfRoot(size), in that order and as many.
  RightEdge(std::uint64_t size, std::vector<Hash> nodes);

  // Appends the leaf at position size(). Returns the nodes from level 1 up that it makes whole, the
  // lowest first: what is to be stored beside the leaf. Often none.
  std::vector<Node> Append(const Hash& leaf);

  std::uint64_t size() const { return size_; }
  Hash root() const { return Root(nodes_); }

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> nodes_;
};

// All nodes from level 1 up that appending `leaves` to a tree of `size` makes whole. `edge`: the
// hashes of NodesOfRoot(size), in that order.
std::vector<Node> AppendedNodes(std::uint64_t size, const std::vector<Hash>& edge,
                                const std::vector<Hash>& leaves);

// Reads stored nodes: as many hashes as ids, in the ids' order. Ids of level 0 are leaves. All are
// of whole subtrees within the size that was asked for.
using FetchNodes = std::function<absl::StatusOr<std::vector<Hash>>(const std::vector<NodeId>&)>;

// The audit path of the leaf at `position` in the tree of `size` leaves (RFC 6962, section 2.1.1),
// from the leaf up. Calls `fetch` at most once; its errors are passed on. INTERNAL unless
// position < size.
absl::StatusOr<std::vector<Hash>> InclusionProof(std::uint64_t position, std::uint64_t size,
                                                 const FetchNodes& fetch);

// Proves that the tree of `second` leaves begins with that of `first` (RFC 6962, section 2.1.2);
// empty where both are equal. Calls `fetch` at most once; its errors are passed on. INTERNAL unless
// 0 < first <= second.
absl::StatusOr<std::vector<Hash>> ConsistencyProof(std::uint64_t first, std::uint64_t second,
                                                   const FetchNodes& fetch);

// Whether `proof` shows that `leaf` is at `position` of the tree of `size` leaves with `root`
// (RFC 9162, section 2.1.3.2).
bool VerifyInclusion(std::uint64_t position, std::uint64_t size, const Hash& leaf, const Hash& root,
                     const std::vector<Hash>& proof);

// Whether `proof` shows that the tree of `second` leaves begins with that of `first` leaves
// (RFC 9162, section 2.1.4.2). False for sizes that have no proof.
bool VerifyConsistency(std::uint64_t first, std::uint64_t second, const Hash& first_root,
                       const Hash& second_root, const std::vector<Hash>& proof);

}  // namespace enlace::audit
