#include "libs/core/sparse.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::core {
namespace {

using std::chrono::seconds;

TEST_CASE("one comes through in each interval, and tells how many did not") {
  Sparse sparse(seconds(10));
  const Sparse::Clock::time_point start{seconds(1000)};
  CHECK(sparse.Pass(start) == 0);
  for (int i = 0; i < 5; ++i) CHECK(sparse.Pass(start + seconds(2 * i)) == std::nullopt);
  CHECK(sparse.Pass(start + seconds(10)) == 5);
  CHECK(sparse.Pass(start + seconds(11)) == std::nullopt);
  CHECK(sparse.Pass(start + seconds(40)) == 1);
  CHECK(sparse.Pass(start + seconds(50)) == 0);
}

}  // namespace
}  // namespace enlace::core
