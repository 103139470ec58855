#include "tests/bench/client/latency_histogram.h"

#include <catch2/catch_test_macros.hpp>

namespace enlace::bench {

// The same pairs stand in tests/bench/histogram_test.go: both sides must agree.
TEST_CASE("a duration's bucket is the one that the orchestrator reads") {
  CHECK(LatencyHistogram::BucketOf(-5) == 0);
  CHECK(LatencyHistogram::BucketOf(0) == 0);
  CHECK(LatencyHistogram::BucketOf(127) == 127);
  CHECK(LatencyHistogram::BucketOf(128) == 128);
  CHECK(LatencyHistogram::BucketOf(129) == 128);
  CHECK(LatencyHistogram::BucketOf(255) == 191);
  CHECK(LatencyHistogram::BucketOf(256) == 192);
  CHECK(LatencyHistogram::BucketOf(1'000'000) == 954);
  CHECK(LatencyHistogram::BucketOf(std::int64_t{1} << 50) ==
        LatencyHistogram::BucketOf((std::int64_t{1} << 40) - 1));
}

TEST_CASE("buckets are consecutive") {
  std::size_t before = 0;
  for (std::int64_t value = 0; value < 100'000; ++value) {
    const auto bucket = LatencyHistogram::BucketOf(value);
    REQUIRE(bucket >= before);
    REQUIRE(bucket <= before + 1);
    before = bucket;
  }
}

TEST_CASE("only buckets that hold something are written") {
  LatencyHistogram histogram;
  histogram.Add(128);
  histogram.Add(129);
  histogram.Add(1'000'000);
  CHECK(histogram.count() == 3);
  CHECK(histogram.ToJson() == nlohmann::json::parse("[[128,2],[954,1]]"));
}

}  // namespace enlace::bench
