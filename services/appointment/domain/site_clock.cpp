#include "services/appointment/domain/site_clock.h"

#include <algorithm>
#include <limits>

namespace enlace::appointment {
namespace {

constexpr UnixSeconds kForever = std::numeric_limits<UnixSeconds>::max() / 4;
constexpr absl::CivilSecond kEpoch(1970, 1, 1);

}  // namespace

SiteClock::SiteClock(const absl::TimeZone& zone, UnixSeconds from, UnixSeconds to) {
  UnixSeconds start = -kForever;
  UnixSeconds offset = zone.At(absl::FromUnixSeconds(from)).offset;
  absl::TimeZone::CivilTransition change;
  for (auto at = from; zone.NextTransition(absl::FromUnixSeconds(at), &change);) {
    at = (change.from - kEpoch) - offset;
    if (at >= to) break;
    stretches_.push_back({start, at, offset});
    start = at;
    offset = zone.At(absl::FromUnixSeconds(at)).offset;
  }
  stretches_.push_back({start, kForever, offset});
}

void SiteClock::AddShown(absl::CivilDay day, int start, int end, std::vector<Span>& spans) const {
  const auto before = spans.size();
  const UnixSeconds midnight = absl::CivilSecond(day) - kEpoch;
  for (const auto& stretch : stretches_) {
    const auto first = std::max(midnight + start * 60 - stretch.offset, stretch.start);
    const auto last = std::min(midnight + end * 60 - stretch.offset, stretch.end);
    if (first >= last) continue;
    if (first == stretch.start && spans.size() > before && spans.back().end == first) {
      spans.back().end = last;
    } else {
      spans.push_back({first, last});
    }
  }
}

absl::CivilSecond SiteClock::At(UnixSeconds time) const {
  const auto stretch =
      std::find_if(stretches_.begin(), stretches_.end(),
                   [time](const Stretch& candidate) { return time < candidate.end; });
  return kEpoch + (time + stretch->offset);
}

}  // namespace enlace::appointment
