#include "services/audit/domain/merkle_tree.h"

#include <catch2/catch_test_macros.hpp>

#include "absl/strings/escaping.h"
#include "services/audit/testing/naive_merkle.h"

namespace enlace::audit {
namespace {

using testing::Leaves;
using testing::NaiveRoot;
using testing::NodeStore;
using Hashes = std::vector<Hash>;

constexpr std::uint64_t kLargest = 70;

TEST_CASE("the root of every size is that of RFC 6962, from the edge and from stored nodes") {
  const auto leaves = Leaves(kLargest);
  NodeStore store;
  RightEdge edge;
  CHECK(edge.root() == NaiveRoot({}));
  for (std::uint64_t size = 1; size <= kLargest; ++size) {
    store.Append(edge, leaves[size - 1]);
    CAPTURE(size);
    const auto root =
        NaiveRoot({leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(size)});
    CHECK(edge.root() == root);
    CHECK(Root(store.Get(NodesOfRoot(size))) == root);
  }
}

TEST_CASE("every whole subtree is stored once, when its last leaf comes") {
  const auto leaves = Leaves(8);
  const auto nodes = AppendedNodes(0, {}, leaves);
  const std::vector<NodeId> ids = {{1, 0}, {1, 1}, {2, 0}, {1, 2}, {1, 3}, {2, 1}, {3, 0}};
  REQUIRE(nodes.size() == ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) CHECK(nodes[i].id == ids[i]);
  CHECK(nodes[5].hash == NaiveRoot({leaves.begin() + 4, leaves.end()}));
  CHECK(nodes[6].hash == NaiveRoot(leaves));
}

TEST_CASE("leaves appended in two lots make whole what one lot does") {
  const auto leaves = Leaves(kLargest);
  const auto all = AppendedNodes(0, {}, leaves);
  for (std::uint64_t first = 0; first <= kLargest; ++first) {
    CAPTURE(first);
    const auto middle = leaves.begin() + static_cast<std::ptrdiff_t>(first);
    NodeStore store;
    RightEdge edge;
    for (auto leaf = leaves.begin(); leaf != middle; ++leaf) store.Append(edge, *leaf);
    auto nodes = AppendedNodes(0, {}, {leaves.begin(), middle});
    const auto later = AppendedNodes(first, store.Get(NodesOfRoot(first)), {middle, leaves.end()});
    nodes.insert(nodes.end(), later.begin(), later.end());
    CHECK(nodes == all);
  }
}

// The leaves that implementations of Certificate Transparency test with.
TEST_CASE("the tree of Certificate Transparency's tests has its root") {
  const char* const texts[] = {"",
                               "00",
                               "10",
                               "2021",
                               "3031",
                               "40414243",
                               "5051525354555657",
                               "606162636465666768696a6b6c6d6e6f"};
  const char* const roots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                               "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                               "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                               "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                               "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                               "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                               "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                               "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  RightEdge edge;
  for (int i = 0; i < 8; ++i) {
    edge.Append(Sha256({std::string_view("\0", 1), absl::HexStringToBytes(texts[i])}));
    CHECK(absl::BytesToHexString(std::string(BytesOf(edge.root()))) == roots[i]);
  }
}

TEST_CASE("a tree as large as a chain can become is made of 63 subtrees at most") {
  constexpr auto kLongest = (std::uint64_t{1} << 63) - 1;
  const auto nodes = NodesOfRoot(kLongest);
  REQUIRE(nodes.size() == 63);
  CHECK(nodes.front() == NodeId{62, 0});
  CHECK(nodes.back() == NodeId{0, kLongest - 1});
}

}  // namespace
}  // namespace enlace::audit
