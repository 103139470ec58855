#include "services/appointment/domain/weekday.h"

#include <algorithm>
#include <cstddef>

namespace enlace::appointment {

std::string WeekdayName(absl::Weekday day) { return kWeekdays[static_cast<std::size_t>(day)]; }

std::optional<absl::Weekday> ParseWeekday(std::string_view name) {
  const auto* const found = std::find(kWeekdays.begin(), kWeekdays.end(), name);
  if (found == kWeekdays.end()) return std::nullopt;
  return static_cast<absl::Weekday>(found - kWeekdays.begin());
}

std::vector<std::string> WeekdayNames(const Weekdays& days) {
  std::vector<std::string> names;
  for (std::size_t day = 0; day < kWeekdays.size(); ++day) {
    if (days[day]) names.emplace_back(kWeekdays[day]);
  }
  return names;
}

Weekdays ParseWeekdays(const std::vector<std::string>& names) {
  Weekdays days;
  for (const auto& name : names) {
    if (const auto day = ParseWeekday(name)) days.set(static_cast<std::size_t>(*day));
  }
  return days;
}

}  // namespace enlace::appointment
