#include "services/audit/domain/merkle_tree.h"

#include <bit>
#include <utility>

namespace enlace::audit {

Hash NodeHash(const Hash& left, const Hash& right) {
  return Sha256({"\x01", BytesOf(left), BytesOf(right)});
}

std::vector<NodeId> NodesOfRoot(std::uint64_t size) {
  std::vector<NodeId> nodes;
  std::uint64_t begin = 0;
  for (int level = std::bit_width(size) - 1; level >= 0; --level) {
    const auto leaves = std::uint64_t{1} << level;
    if ((size & leaves) == 0) continue;
    nodes.push_back({level, begin >> level});
    begin += leaves;
  }
  return nodes;
}

Hash Root(const std::vector<Hash>& nodes) {
  if (nodes.empty()) return Sha256({});
  auto root = nodes.back();
  for (std::size_t i = nodes.size() - 1; i-- > 0;) root = NodeHash(nodes[i], root);
  return root;
}

RightEdge::RightEdge(std::uint64_t size, std::vector<Hash> nodes)
    : size_(size), nodes_(std::move(nodes)) {}

std::vector<Node> RightEdge::Append(const Hash& leaf) {
  std::vector<Node> whole;
  auto hash = leaf;
  // As adding 1 carries in binary: each subtree of the same size to the left makes one twice as
  // large.
  for (int level = 1; (size_ >> (level - 1) & 1) != 0; ++level) {
    hash = NodeHash(nodes_.back(), hash);
    nodes_.pop_back();
    whole.push_back({.id = {level, size_ >> level}, .hash = hash});
  }
  nodes_.push_back(hash);
  ++size_;
  return whole;
}

std::vector<Node> AppendedNodes(std::uint64_t size, const std::vector<Hash>& edge,
                                const std::vector<Hash>& leaves) {
  RightEdge right_edge(size, edge);
  std::vector<Node> nodes;
  for (const auto& leaf : leaves) {
    const auto whole = right_edge.Append(leaf);
    nodes.insert(nodes.end(), whole.begin(), whole.end());
  }
  return nodes;
}

}  // namespace enlace::audit
