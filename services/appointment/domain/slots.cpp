#include "services/appointment/domain/slots.h"

#include <algorithm>

namespace enlace::appointment {
namespace {

constexpr std::size_t Index(Removal removal) { return static_cast<std::size_t>(removal); }

bool InEffect(const AvailableTime& hours, absl::CivilDay day, absl::Weekday weekday) {
  return std::find(hours.days.begin(), hours.days.end(), weekday) != hours.days.end() &&
         (!hours.effective_from || *hours.effective_from <= day) &&
         (!hours.effective_to || day <= *hours.effective_to);
}

// The first failure of a time that the clinic's own rules decide.
std::optional<Removal> Refusal(const SlotQuery& query, const Place& place,
                               const std::vector<Span>& open, UnixSeconds start) {
  const auto first = start - query.buffer_before;
  const auto last = start + query.duration + query.buffer_after;
  if (Overlaps(place.closed, first, last)) return Removal::kClosed;
  if (!Contains(open, first, last)) return Removal::kTooShort;
  if (start < query.soonest) return Removal::kNotice;
  if (start > query.latest) return Removal::kHorizon;
  if (Overlaps(*place.busy, first, last)) return Removal::kTaken;
  if (place.rooms && !place.rooms->empty() &&
      std::all_of(place.rooms->begin(), place.rooms->end(),
                  [&](const auto& room) { return Overlaps(room, first, last); })) {
    return Removal::kRoom;
  }
  return std::nullopt;
}

Unmet UnmetAt(const SlotQuery& query, const Place& place, UnixSeconds start) {
  auto unmet = place.unmet;
  const bool any_part = query.day_part_start == 0 && query.day_part_end == 24 * 60;
  if (any_part && query.days.none()) return unmet;
  const auto shown = place.clock->At(start);
  if (query.days.any() && !query.days[static_cast<std::size_t>(absl::GetWeekday(shown))]) {
    unmet.set(Index(Removal::kDayOfWeek));
  }
  const int minute = shown.hour() * 60 + shown.minute();
  if (minute < query.day_part_start || minute >= query.day_part_end) {
    unmet.set(Index(Removal::kPartOfDay));
  }
  return unmet;
}

Removal FirstOf(const Unmet& unmet) {
  auto index = Index(kFirstWish);
  while (!unmet[index]) ++index;
  return static_cast<Removal>(index);
}

}  // namespace

// The hours of one place around a period.
struct SlotSearch::Hours {
  Hours(const SlotQuery& query, const Place& place) {
    const auto last_day = place.clock->DayAt(query.to) + 1;
    for (auto day = place.clock->DayAt(query.from) - 1; day <= last_day; ++day) {
      const auto weekday = absl::GetWeekday(day);
      const bool holiday = std::binary_search(place.holidays->begin(), place.holidays->end(), day);
      for (const auto& hours : *place.hours) {
        if (!InEffect(hours, day, weekday)) continue;
        place.clock->AddShown(day, hours.start, hours.end,
                              holiday && !hours.on_holidays ? on_holiday : windows);
      }
    }
    const auto weekly = Merged(windows);
    const auto extra = Without(place.extra, weekly);
    windows.insert(windows.end(), extra.begin(), extra.end());
    open = Merged(windows);
    on_holiday = Without(on_holiday, open);
  }

  // Each begins a row of appointments.
  std::vector<Span> windows;
  std::vector<Span> on_holiday;
  // The windows, merged.
  std::vector<Span> open;
};

SlotSearch::SlotSearch(const std::vector<Place>& places)
    : places_(places), has_hours_(places.size()) {}

void SlotSearch::Find(const SlotQuery& query, std::vector<Slot>& free) {
  const auto before = free.size();
  for (std::size_t place = 0; place < places_.size(); ++place) FindAt(query, place, free);
  std::sort(free.begin() + static_cast<std::ptrdiff_t>(before), free.end());
  count_.free += static_cast<std::int64_t>(free.size() - before);
}

void SlotSearch::FindAt(const SlotQuery& query, std::size_t index, std::vector<Slot>& free) {
  const auto& place = places_[index];
  const Hours hours(query, place);
  const auto step = query.buffer_before + query.duration + query.buffer_after;
  const auto each_start = [&](const std::vector<Span>& windows, auto&& visit) {
    for (const auto& window : windows) {
      const auto first = window.start + query.buffer_before;
      const auto skipped = std::max<UnixSeconds>(0, (query.from - first + step - 1) / step);
      const auto end = std::min(window.end, query.to);
      for (auto start = first + skipped * step; start < end; start += step) {
        ++count_.candidates;
        has_hours_[index] = true;
        visit(start);
      }
    }
  };
  each_start(hours.on_holiday, [&](UnixSeconds) { Remove(Removal::kHoliday); });
  each_start(hours.windows, [&](UnixSeconds start) {
    if (const auto refusal = Refusal(query, place, hours.open, start)) return Remove(*refusal);
    const auto unmet = UnmetAt(query, place, start);
    if (unmet.none()) return free.push_back({start, index});
    const auto first = FirstOf(unmet);
    Remove(first);
    auto& nearest = count_.nearest[Index(first)];
    const Slot slot{start, index};
    if (unmet.count() == 1 && (!nearest || slot < *nearest)) nearest = slot;
  });
}

void SlotSearch::Remove(Removal why) { ++count_.removed[Index(why)]; }

const SlotCount& SlotSearch::Finish() {
  for (const bool has_hours : has_hours_) {
    if (has_hours) continue;
    ++count_.candidates;
    Remove(Removal::kNoHours);
  }
  std::fill(has_hours_.begin(), has_hours_.end(), true);
  return count_;
}

}  // namespace enlace::appointment
