#include "services/audit/testing/naive_merkle.h"

#include <string>

namespace enlace::audit::testing {
namespace {

using Hashes = std::vector<Hash>;

std::uint64_t LargestPowerBelow(std::uint64_t size) {
  std::uint64_t power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

std::pair<Hashes, Hashes> Halves(const Hashes& leaves) {
  const auto middle =
      leaves.begin() + static_cast<std::ptrdiff_t>(LargestPowerBelow(leaves.size()));
  return {{leaves.begin(), middle}, {middle, leaves.end()}};
}

}  // namespace

Hash NaiveRoot(const Hashes& leaves) {
  if (leaves.empty()) return Sha256({});
  if (leaves.size() == 1) return leaves[0];
  const auto [left, right] = Halves(leaves);
  return NodeHash(NaiveRoot(left), NaiveRoot(right));
}

Hashes NaivePath(std::uint64_t m, const Hashes& leaves) {
  if (leaves.size() == 1) return {};
  const auto [left, right] = Halves(leaves);
  const bool in_left = m < left.size();
  auto path = in_left ? NaivePath(m, left) : NaivePath(m - left.size(), right);
  path.push_back(NaiveRoot(in_left ? right : left));
  return path;
}

Hashes NaiveSubProof(std::uint64_t m, const Hashes& leaves, bool known) {
  if (m == leaves.size()) return known ? Hashes{} : Hashes{NaiveRoot(leaves)};
  const auto [left, right] = Halves(leaves);
  const bool in_left = m <= left.size();
  auto proof =
      in_left ? NaiveSubProof(m, left, known) : NaiveSubProof(m - left.size(), right, false);
  proof.push_back(NaiveRoot(in_left ? right : left));
  return proof;
}

Hashes Leaves(std::uint64_t count) {
  Hashes leaves;
  for (std::uint64_t i = 0; i < count; ++i) leaves.push_back(Sha256({"leaf ", std::to_string(i)}));
  return leaves;
}

void NodeStore::Append(RightEdge& edge, const Hash& leaf) {
  nodes_[{0, edge.size()}] = leaf;
  for (const auto& node : edge.Append(leaf)) nodes_[{node.id.level, node.id.place}] = node.hash;
}

Hashes NodeStore::Get(const std::vector<NodeId>& ids) const {
  Hashes hashes;
  for (const auto& id : ids) hashes.push_back(nodes_.at({id.level, id.place}));
  return hashes;
}

FetchNodes NodeStore::Fetch() {
  return [this](const std::vector<NodeId>& ids) -> absl::StatusOr<Hashes> {
    ++fetches;
    return Get(ids);
  };
}

}  // namespace enlace::audit::testing
