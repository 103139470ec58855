#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <vector>

namespace enlace::bench {

// Counts of durations in buckets that are at most 1/64 of their value wide, as HdrHistogram's are.
// tests/bench/histogram.go reads and merges them. Not thread-safe.
class LatencyHistogram {
 public:
  LatencyHistogram();

  // `nanoseconds` below 2^40, about 18 minutes; anything else counts as the nearest of these.
  void Add(std::int64_t nanoseconds);

  std::int64_t count() const { return count_; }

  // Bucket of a duration: exact below 128 ns, then 64 buckets for each power of two.
  static std::size_t BucketOf(std::int64_t nanoseconds);

  // [[bucket, count], …] of the buckets that are not empty.
  nlohmann::json ToJson() const;

 private:
  std::vector<std::int64_t> counts_;
  std::int64_t count_ = 0;
};

}  // namespace enlace::bench
