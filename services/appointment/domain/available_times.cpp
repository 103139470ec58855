#include "services/appointment/domain/available_times.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "libs/clinical/date.h"
#include "libs/clinical/text.h"
#include "libs/core/absl_view.h"
#include "libs/core/reasons.h"
#include "services/appointment/domain/weekday.h"

namespace enlace::appointment {
namespace {

namespace violation = core::violation;
using Violations = std::vector<core::Violation>;

constexpr std::size_t kMaxTimes = 50;
constexpr MinuteOfDay kMidnight = 24 * 60;
// Of a date that is sent: those of clinical::ReadDate.
constexpr absl::CivilDay kEarliest(1900, 1, 1);
constexpr absl::CivilDay kLatest(2200, 12, 31);

std::vector<absl::Weekday> ReadDays(const std::vector<std::string>& names, const std::string& field,
                                    Violations& violations) {
  std::vector<absl::Weekday> days;
  if (names.empty()) violations.push_back(violation::Required(field));
  if (names.size() > kWeekdays.size()) {
    violations.push_back(violation::ListLength(field, kWeekdays.size()));
    return days;
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto at = absl::StrCat(field, "[", i, "]");
    const auto day = ParseWeekday(clinical::Trim(names[i]));
    if (!day) {
      violations.push_back(violation::EnumValue(at, absl::StrJoin(kWeekdays, ", ")));
    } else if (std::find(days.begin(), days.end(), *day) != days.end()) {
      violations.push_back(violation::Repeated(at));
    } else {
      days.push_back(*day);
    }
  }
  std::sort(days.begin(), days.end());
  return days;
}

// `last`: the latest time that the field can be.
std::optional<MinuteOfDay> ReadMinute(const std::string& value, const std::string& field,
                                      MinuteOfDay last, Violations& violations) {
  const auto text = clinical::Trim(value);
  if (text.empty()) {
    violations.push_back(violation::Required(field));
    return std::nullopt;
  }
  const auto minute = ParseMinute(text);
  if (minute && *minute <= last) return minute;
  violations.push_back(violation::TimeOfDay(field, FormatMinute(last)));
  return std::nullopt;
}

std::optional<absl::CivilDay> ReadDay(const std::string& value, const std::string& field,
                                      Violations& violations) {
  if (clinical::Trim(value).empty()) return std::nullopt;
  return clinical::ReadDate(value, field, kLatest, violations);
}

AvailableTime ReadOne(const AvailableTimeDraft& draft, const std::string& field,
                      Violations& violations) {
  const auto before = violations.size();
  AvailableTime time;
  time.days = ReadDays(draft.days_of_week, field + ".daysOfWeek", violations);
  const auto start = ReadMinute(draft.start_time, field + ".startTime", kMidnight - 1, violations);
  const auto end = ReadMinute(draft.end_time, field + ".endTime", kMidnight, violations);
  if (start && end && *end <= *start) {
    violations.push_back(violation::TimeOrder(field + ".endTime", "startTime"));
  }
  time.start = start.value_or(0);
  time.end = end.value_or(0);
  time.effective_from = ReadDay(draft.effective_from, field + ".effectiveFrom", violations);
  time.effective_to = ReadDay(draft.effective_to, field + ".effectiveTo", violations);
  if (time.effective_from && time.effective_to && *time.effective_to < *time.effective_from) {
    violations.push_back(violation::DateOrder(field + ".effectiveTo", "effectiveFrom"));
  }
  time.on_holidays = draft.on_holidays;
  // What can't be read as a whole overlaps nothing.
  if (violations.size() > before) time.days.clear();
  return time;
}

bool SharesDay(const AvailableTime& a, const AvailableTime& b, absl::Weekday day) {
  const auto has = [day](const AvailableTime& time) {
    return std::find(time.days.begin(), time.days.end(), day) != time.days.end();
  };
  return has(a) && has(b);
}

// Whether there is a day on which both are in effect and hold the same minute.
bool Overlap(const AvailableTime& a, const AvailableTime& b) {
  if (a.start >= b.end || b.start >= a.end) return false;
  const auto from =
      std::max(a.effective_from.value_or(kEarliest), b.effective_from.value_or(kEarliest));
  const auto to = std::min(a.effective_to.value_or(kLatest), b.effective_to.value_or(kLatest));
  for (auto day = from; day <= to && day < from + static_cast<int>(kWeekdays.size()); ++day) {
    if (SharesDay(a, b, absl::GetWeekday(day))) return true;
  }
  return false;
}

void RefuseOverlaps(const std::vector<AvailableTime>& times, std::string_view field,
                    Violations& violations) {
  const auto at = [field](std::size_t i) { return absl::StrCat(core::Absl(field), "[", i, "]"); };
  for (std::size_t i = 1; i < times.size(); ++i) {
    const auto other = std::find_if(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(i),
                                    [&](const auto& time) { return Overlap(time, times[i]); });
    const auto before = static_cast<std::size_t>(other - times.begin());
    if (before < i) violations.push_back(violation::HoursOverlap(at(i), at(before)));
  }
}

}  // namespace

std::vector<AvailableTime> ReadAvailableTimes(const std::vector<AvailableTimeDraft>& drafts,
                                              std::string_view field, Violations& violations) {
  std::vector<AvailableTime> times;
  if (drafts.size() > kMaxTimes) {
    violations.push_back(violation::ListLength(field, kMaxTimes));
    return times;
  }
  times.reserve(drafts.size());
  for (const auto& draft : drafts) {
    const auto at = absl::StrCat(core::Absl(field), "[", times.size(), "]");
    times.push_back(ReadOne(draft, at, violations));
  }
  RefuseOverlaps(times, field, violations);
  return times;
}

std::string FormatMinute(MinuteOfDay minute) {
  return absl::StrFormat("%02d:%02d", minute / 60, minute % 60);
}

std::optional<MinuteOfDay> ParseMinute(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const std::size_t i : {0, 1, 3, 4}) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(text[i]))) return std::nullopt;
  }
  const auto number = [text](std::size_t i) { return (text[i] - '0') * 10 + (text[i + 1] - '0'); };
  const MinuteOfDay minute = number(0) * 60 + number(3);
  if (number(3) > 59 || minute > kMidnight) return std::nullopt;
  return minute;
}

}  // namespace enlace::appointment
