#include "services/appointment/domain/span.h"

#include <algorithm>

namespace enlace::appointment {
namespace {

// The first of the merged spans that ends after `time`.
auto FirstEndingAfter(const std::vector<Span>& merged, UnixSeconds time) {
  return std::upper_bound(merged.begin(), merged.end(), time,
                          [](UnixSeconds t, const Span& span) { return t < span.end; });
}

}  // namespace

std::vector<Span> Merged(std::vector<Span> spans) {
  std::sort(spans.begin(), spans.end(),
            [](const Span& a, const Span& b) { return a.start < b.start; });
  std::size_t kept = 0;
  for (const auto& span : spans) {
    if (kept > 0 && span.start <= spans[kept - 1].end) {
      spans[kept - 1].end = std::max(spans[kept - 1].end, span.end);
    } else {
      spans[kept++] = span;
    }
  }
  spans.resize(kept);
  return spans;
}

std::vector<Span> Without(const std::vector<Span>& spans, const std::vector<Span>& others) {
  std::vector<Span> left;
  for (auto span : spans) {
    for (auto other = FirstEndingAfter(others, span.start);
         other != others.end() && other->start < span.end; ++other) {
      if (span.start < other->start) left.push_back({span.start, other->start});
      span.start = other->end;
    }
    if (span.start < span.end) left.push_back(span);
  }
  return left;
}

bool Overlaps(const std::vector<Span>& merged, UnixSeconds start, UnixSeconds end) {
  const auto found = FirstEndingAfter(merged, start);
  return found != merged.end() && found->start < end;
}

bool Contains(const std::vector<Span>& merged, UnixSeconds start, UnixSeconds end) {
  const auto found = FirstEndingAfter(merged, start);
  return found != merged.end() && found->start <= start && end <= found->end;
}

}  // namespace enlace::appointment
