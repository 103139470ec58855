#include "tests/bench/client/latency_histogram.h"

#include <algorithm>
#include <bit>

namespace enlace::bench {
namespace {

constexpr int kPrecisionBits = 6;
constexpr std::int64_t kLargest = (std::int64_t{1} << 40) - 1;

}  // namespace

std::size_t LatencyHistogram::BucketOf(std::int64_t nanoseconds) {
  const auto value = static_cast<std::uint64_t>(std::clamp<std::int64_t>(nanoseconds, 0, kLargest));
  const int shift = std::max(0, static_cast<int>(std::bit_width(value)) - kPrecisionBits - 1);
  return (static_cast<std::size_t>(shift) << kPrecisionBits) + (value >> shift);
}

LatencyHistogram::LatencyHistogram() : counts_(BucketOf(kLargest) + 1, 0) {}

void LatencyHistogram::Add(std::int64_t nanoseconds) {
  ++counts_[BucketOf(nanoseconds)];
  ++count_;
}

nlohmann::json LatencyHistogram::ToJson() const {
  auto buckets = nlohmann::json::array();
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    if (counts_[i] > 0) buckets.push_back({i, counts_[i]});
  }
  return buckets;
}

}  // namespace enlace::bench
