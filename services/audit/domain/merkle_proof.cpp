#include <algorithm>
#include <bit>

#include "absl/strings/str_cat.h"
#include "libs/core/error.h"
#include "services/audit/domain/merkle_tree.h"

namespace enlace::audit {
namespace {

// Leaves [begin, end) under one hash of a proof: `begin` is a multiple of the subtree that a whole
// one would be, so that it is made of whole subtrees as a tree of its own is.
struct Range {
  std::uint64_t begin = 0, end = 0;
};

// The largest power of two below `size`, which is at least 2.
std::uint64_t Split(std::uint64_t size) { return std::bit_floor(size - 1); }

std::vector<NodeId> NodesOf(const Range& range) {
  auto nodes = NodesOfRoot(range.end - range.begin);
  for (auto& node : nodes) node.place += range.begin >> node.level;
  return nodes;
}

absl::StatusOr<std::vector<Hash>> HashesOf(const std::vector<Range>& ranges,
                                           const FetchNodes& fetch) {
  std::vector<NodeId> ids;
  for (const auto& range : ranges) {
    const auto nodes = NodesOf(range);
    ids.insert(ids.end(), nodes.begin(), nodes.end());
  }
  if (ids.empty()) return std::vector<Hash>{};
  const auto fetched = fetch(ids);
  if (!fetched.ok()) return fetched.status();
  if (fetched->size() != ids.size()) {
    return core::Internal(absl::StrCat("the audit's tree lacks nodes: ", fetched->size(), " of ",
                                       ids.size(), " are there"));
  }
  std::vector<Hash> hashes;
  auto next = fetched->begin();
  for (const auto& range : ranges) {
    const auto count = std::popcount(range.end - range.begin);
    hashes.push_back(Root({next, next + count}));
    next += count;
  }
  return hashes;
}

}  // namespace

absl::StatusOr<std::vector<Hash>> InclusionProof(std::uint64_t position, std::uint64_t size,
                                                 const FetchNodes& fetch) {
  if (position >= size) {
    return core::Internal(absl::StrCat("no leaf ", position, " in a tree of ", size));
  }
  std::vector<Range> ranges;
  Range tree{0, size};
  while (tree.end - tree.begin > 1) {
    const auto middle = tree.begin + Split(tree.end - tree.begin);
    const bool left = position < middle;
    ranges.push_back(left ? Range{middle, tree.end} : Range{tree.begin, middle});
    tree = left ? Range{tree.begin, middle} : Range{middle, tree.end};
  }
  std::reverse(ranges.begin(), ranges.end());
  return HashesOf(ranges, fetch);
}

absl::StatusOr<std::vector<Hash>> ConsistencyProof(std::uint64_t first, std::uint64_t second,
                                                   const FetchNodes& fetch) {
  if (first == 0 || first > second) {
    return core::Internal(absl::StrCat("no proof from size ", first, " to ", second));
  }
  std::vector<Range> ranges;
  Range tree{0, second};
  while (tree.end != first) {
    const auto middle = tree.begin + Split(tree.end - tree.begin);
    const bool left = first <= middle;
    ranges.push_back(left ? Range{middle, tree.end} : Range{tree.begin, middle});
    tree = left ? Range{tree.begin, middle} : Range{middle, tree.end};
  }
  // Who asks knows the root of the first tree, but not that of a part of it.
  if (tree.begin > 0) ranges.push_back(tree);
  std::reverse(ranges.begin(), ranges.end());
  return HashesOf(ranges, fetch);
}

bool VerifyInclusion(std::uint64_t position, std::uint64_t size, const Hash& leaf, const Hash& root,
                     const std::vector<Hash>& proof) {
  if (position >= size) return false;
  auto place = position, last = size - 1;
  auto hash = leaf;
  for (const auto& sibling : proof) {
    if (last == 0) return false;
    if ((place & 1) != 0 || place == last) {
      hash = NodeHash(sibling, hash);
      while ((place & 1) == 0 && place != 0) place >>= 1, last >>= 1;
    } else {
      hash = NodeHash(hash, sibling);
    }
    place >>= 1, last >>= 1;
  }
  return last == 0 && hash == root;
}

bool VerifyConsistency(std::uint64_t first, std::uint64_t second, const Hash& first_root,
                       const Hash& second_root, const std::vector<Hash>& proof) {
  if (first == 0 || first > second) return false;
  if (first == second) return proof.empty() && first_root == second_root;
  auto next = proof.begin();
  // A first tree that is one whole subtree is known to who asks, and left out of the proof.
  const bool whole = std::has_single_bit(first);
  if (!whole && next == proof.end()) return false;
  auto old_hash = whole ? first_root : *next++;
  auto new_hash = old_hash;
  auto place = first - 1, last = second - 1;
  while ((place & 1) != 0) place >>= 1, last >>= 1;
  for (; next != proof.end(); ++next) {
    if (last == 0) return false;
    if ((place & 1) != 0 || place == last) {
      old_hash = NodeHash(*next, old_hash);
      new_hash = NodeHash(*next, new_hash);
      while ((place & 1) == 0 && place != 0) place >>= 1, last >>= 1;
    } else {
      new_hash = NodeHash(new_hash, *next);
    }
    place >>= 1, last >>= 1;
  }
  return last == 0 && old_hash == first_root && new_hash == second_root;
}

}  // namespace enlace::audit
