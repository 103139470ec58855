#pragma once

#include <cstdint>
#include <vector>

namespace enlace::appointment {

// Seconds since 1970-01-01T00:00:00Z: slots are reckoned by the hundred thousand.
using UnixSeconds = std::int64_t;

// A stretch of time, without its end; never empty.
struct Span {
  UnixSeconds start = 0;
  UnixSeconds end = 0;
  friend bool operator==(const Span&, const Span&) = default;
};

// In order, and in one piece what overlaps or touches.
std::vector<Span> Merged(std::vector<Span> spans);

// What of each span is in none of `others`, which are merged.
std::vector<Span> Without(const std::vector<Span>& spans, const std::vector<Span>& others);

// Whether one of the merged spans overlaps, or contains, [start, end).
bool Overlaps(const std::vector<Span>& merged, UnixSeconds start, UnixSeconds end);
bool Contains(const std::vector<Span>& merged, UnixSeconds start, UnixSeconds end);

}  // namespace enlace::appointment
