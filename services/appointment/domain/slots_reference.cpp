#include "services/appointment/domain/slots_reference.h"

#include <algorithm>
#include <set>

namespace enlace::appointment {
namespace {

constexpr UnixSeconds kMinute = 60;

bool In(const std::vector<Span>& spans, UnixSeconds time) {
  return std::any_of(spans.begin(), spans.end(),
                     [time](const Span& span) { return span.start <= time && time < span.end; });
}

// What one minute is: by which weekly hours, if any, and whether they count.
struct Minute {
  // Hours that begin anew begin a row of appointments anew: which ones, and on which day.
  int hours = -1;
  absl::CivilDay day;
  bool holiday = false;
  bool extra = false;

  bool open() const { return (hours >= 0 && !holiday) || extra; }
  bool closed_for_holiday() const { return !open() && hours >= 0; }
  // Whether the row of appointments of the minute before goes on.
  bool Continues(const Minute& before) const {
    if (open() != before.open() || closed_for_holiday() != before.closed_for_holiday()) {
      return false;
    }
    const bool weekly = hours >= 0 && (open() ? !holiday : true);
    const bool weekly_before = before.hours >= 0 && (before.open() ? !before.holiday : true);
    if (weekly != weekly_before) return false;
    return !weekly || (hours == before.hours && day == before.day);
  }
};

Minute Look(const Place& place, const absl::TimeZone& zone, UnixSeconds time) {
  Minute minute;
  const auto now = zone.At(absl::FromUnixSeconds(time));
  minute.day = absl::CivilDay(now.cs);
  const int of_day = now.cs.hour() * 60 + now.cs.minute();
  const auto weekday = absl::GetWeekday(now.cs);
  const bool holiday = std::find(place.holidays->begin(), place.holidays->end(), minute.day) !=
                       place.holidays->end();
  for (std::size_t i = 0; i < place.hours->size(); ++i) {
    const auto& hours = (*place.hours)[i];
    if (std::find(hours.days.begin(), hours.days.end(), weekday) == hours.days.end()) continue;
    if (hours.effective_from && minute.day < *hours.effective_from) continue;
    if (hours.effective_to && minute.day > *hours.effective_to) continue;
    if (of_day < hours.start || of_day >= hours.end) continue;
    minute.hours = static_cast<int>(i);
    minute.holiday = holiday && !hours.on_holidays;
  }
  minute.extra = In(place.extra, time);
  return minute;
}

}  // namespace

ReferenceResult FindMinuteByMinute(const std::vector<Place>& places, const absl::TimeZone& zone,
                                   const SlotQuery& query) {
  ReferenceResult result;
  const auto remove = [&](Removal why) { ++result.count.removed[static_cast<std::size_t>(why)]; };
  const auto begin = query.from - 3 * 86'400;
  const auto end = query.to + 3 * 86'400;
  for (std::size_t index = 0; index < places.size(); ++index) {
    const auto& place = places[index];
    std::vector<Minute> minutes;
    for (auto time = begin; time < end; time += kMinute) {
      minutes.push_back(Look(place, zone, time));
    }
    bool any = false;
    UnixSeconds next = 0;
    for (std::size_t i = 1; i < minutes.size(); ++i) {
      const auto& minute = minutes[i];
      const auto time = begin + static_cast<UnixSeconds>(i) * kMinute;
      if (!minute.open() && !minute.closed_for_holiday()) continue;
      if (!minute.Continues(minutes[i - 1])) next = time + query.buffer_before;
      if (time != next) continue;
      next += query.buffer_before + query.duration + query.buffer_after;
      if (time < query.from || time >= query.to) continue;
      any = true;
      ++result.count.candidates;
      if (minute.closed_for_holiday()) {
        remove(Removal::kHoliday);
        continue;
      }
      bool closed = false, short_of = false, taken = false;
      std::set<std::size_t> taken_rooms;
      for (auto t = time - query.buffer_before; t < time + query.duration + query.buffer_after;
           t += kMinute) {
        closed = closed || In(place.closed, t);
        taken = taken || In(*place.busy, t);
        for (std::size_t room = 0; place.rooms && room < place.rooms->size(); ++room) {
          if (In((*place.rooms)[room], t)) taken_rooms.insert(room);
        }
        short_of = short_of || !minutes[static_cast<std::size_t>((t - begin) / kMinute)].open();
      }
      if (closed) {
        remove(Removal::kClosed);
      } else if (short_of) {
        remove(Removal::kTooShort);
      } else if (time < query.soonest) {
        remove(Removal::kNotice);
      } else if (time > query.latest) {
        remove(Removal::kHorizon);
      } else if (taken) {
        remove(Removal::kTaken);
      } else if (!taken_rooms.empty() && taken_rooms.size() == place.rooms->size()) {
        remove(Removal::kRoom);
      } else {
        std::vector<Removal> wishes;
        for (const auto wish : {Removal::kSite, Removal::kInsurer, Removal::kLanguage}) {
          if (place.unmet[static_cast<std::size_t>(wish)]) wishes.push_back(wish);
        }
        const auto shown = zone.At(absl::FromUnixSeconds(time)).cs;
        if (query.days.any() && !query.days[static_cast<std::size_t>(absl::GetWeekday(shown))]) {
          wishes.push_back(Removal::kDayOfWeek);
        }
        const int of_day = shown.hour() * 60 + shown.minute();
        if (of_day < query.day_part_start || of_day >= query.day_part_end) {
          wishes.push_back(Removal::kPartOfDay);
        }
        const Slot slot{time, index};
        if (wishes.empty()) {
          result.free.push_back(slot);
          continue;
        }
        remove(wishes.front());
        auto& nearest = result.count.nearest[static_cast<std::size_t>(wishes.front())];
        if (wishes.size() == 1 && (!nearest || slot < *nearest)) nearest = slot;
      }
    }
    if (!any) {
      ++result.count.candidates;
      remove(Removal::kNoHours);
    }
  }
  std::sort(result.free.begin(), result.free.end());
  result.count.free = static_cast<std::int64_t>(result.free.size());
  return result;
}

}  // namespace enlace::appointment
