#include "services/audit/domain/merkle_tree.h"

#include <catch2/catch_test_macros.hpp>

#include "services/audit/testing/naive_merkle.h"

namespace enlace::audit {
namespace {

using testing::Leaves;
using testing::NaivePath;
using testing::NaiveSubProof;
using testing::NodeStore;
using Hashes = std::vector<Hash>;

constexpr std::uint64_t kLargest = 70;

TEST_CASE("every inclusion proof is that of RFC 6962, holds, and costs one fetch") {
  const auto leaves = Leaves(kLargest);
  NodeStore store;
  RightEdge edge;
  for (std::uint64_t size = 1; size <= kLargest; ++size) {
    store.Append(edge, leaves[size - 1]);
    const Hashes tree(leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(size));
    for (std::uint64_t position = 0; position < size; ++position) {
      CAPTURE(size, position);
      store.fetches = 0;
      const auto proof = InclusionProof(position, size, store.Fetch());
      REQUIRE(proof.ok());
      CHECK(store.fetches <= 1);
      CHECK(*proof == NaivePath(position, tree));
      CHECK(VerifyInclusion(position, size, leaves[position], edge.root(), *proof));
    }
  }
}

TEST_CASE("every consistency proof is that of RFC 6962, holds, and costs one fetch") {
  const auto leaves = Leaves(kLargest);
  NodeStore store;
  RightEdge edge;
  Hashes roots = {edge.root()};
  for (std::uint64_t second = 1; second <= kLargest; ++second) {
    store.Append(edge, leaves[second - 1]);
    roots.push_back(edge.root());
    const Hashes tree(leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(second));
    for (std::uint64_t first = 1; first <= second; ++first) {
      CAPTURE(second, first);
      store.fetches = 0;
      const auto proof = ConsistencyProof(first, second, store.Fetch());
      REQUIRE(proof.ok());
      CHECK(store.fetches <= 1);
      CHECK(*proof == NaiveSubProof(first, tree, true));
      CHECK(VerifyConsistency(first, second, roots[first], roots[second], *proof));
    }
  }
}

// Each way to change a proof; fn(proof) is called with every one.
template <typename Function>
void ForEachChange(const Hashes& proof, Function fn) {
  for (std::size_t i = 0; i < proof.size(); ++i) {
    auto changed = proof;
    changed[i][31] ^= 1;
    fn(changed);
    changed = proof;
    changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
    fn(changed);
    changed = proof;
    changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(i), Hash{});
    fn(changed);
  }
  auto longer = proof;
  longer.push_back(Hash{});
  fn(longer);
}

TEST_CASE("a changed inclusion proof fails, and so does one of another leaf, place or tree") {
  const auto leaves = Leaves(21);
  NodeStore store;
  RightEdge edge;
  for (const auto& leaf : leaves) store.Append(edge, leaf);
  for (std::uint64_t position = 0; position < 21; ++position) {
    CAPTURE(position);
    const auto proof = *InclusionProof(position, 21, store.Fetch());
    const auto& leaf = leaves[position];
    ForEachChange(proof, [&](const Hashes& changed) {
      CHECK_FALSE(VerifyInclusion(position, 21, leaf, edge.root(), changed));
    });
    CHECK_FALSE(VerifyInclusion(position, 21, leaves[(position + 1) % 21], edge.root(), proof));
    CHECK_FALSE(VerifyInclusion((position + 1) % 21, 21, leaf, edge.root(), proof));
    CHECK_FALSE(VerifyInclusion(position, 21, leaf, Hash{}, proof));
    CHECK_FALSE(VerifyInclusion(position, position, leaf, edge.root(), proof));
  }
}

TEST_CASE("a changed consistency proof fails, and so does one between other trees") {
  const auto leaves = Leaves(21);
  NodeStore store;
  RightEdge edge;
  Hashes roots = {edge.root()};
  for (const auto& leaf : leaves) {
    store.Append(edge, leaf);
    roots.push_back(edge.root());
  }
  for (std::uint64_t first = 1; first < 21; ++first) {
    CAPTURE(first);
    const auto proof = *ConsistencyProof(first, 21, store.Fetch());
    ForEachChange(proof, [&](const Hashes& changed) {
      CHECK_FALSE(VerifyConsistency(first, 21, roots[first], roots[21], changed));
    });
    CHECK_FALSE(VerifyConsistency(first, 21, Hash{}, roots[21], proof));
    CHECK_FALSE(VerifyConsistency(first, 21, roots[first], Hash{}, proof));
    CHECK_FALSE(VerifyConsistency(first, 21, roots[first - 1], roots[21], proof));
    CHECK_FALSE(VerifyConsistency(0, 21, roots[0], roots[21], proof));
    CHECK_FALSE(VerifyConsistency(21, first, roots[21], roots[first], proof));
  }
  CHECK(VerifyConsistency(21, 21, roots[21], roots[21], {}));
  CHECK_FALSE(VerifyConsistency(21, 21, roots[20], roots[21], {}));
  CHECK_FALSE(VerifyConsistency(21, 21, roots[21], roots[21], {Hash{}}));
}

TEST_CASE("sizes without a proof, missing nodes and failed reads are errors") {
  NodeStore store;
  RightEdge edge;
  for (const auto& leaf : Leaves(5)) store.Append(edge, leaf);
  CHECK(InclusionProof(5, 5, store.Fetch()).status().code() == absl::StatusCode::kInternal);
  CHECK(InclusionProof(0, 0, store.Fetch()).status().code() == absl::StatusCode::kInternal);
  CHECK(ConsistencyProof(0, 5, store.Fetch()).status().code() == absl::StatusCode::kInternal);
  CHECK(ConsistencyProof(6, 5, store.Fetch()).status().code() == absl::StatusCode::kInternal);
  const FetchNodes short_of_one = [&](const auto& ids) -> absl::StatusOr<Hashes> {
    auto hashes = store.Get(ids);
    hashes.pop_back();
    return hashes;
  };
  CHECK(InclusionProof(2, 5, short_of_one).status().code() == absl::StatusCode::kInternal);
  const FetchNodes failing = [](const auto&) -> absl::StatusOr<Hashes> {
    return absl::UnavailableError("down");
  };
  CHECK(ConsistencyProof(3, 5, failing).status().code() == absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace enlace::audit
