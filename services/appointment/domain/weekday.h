#pragma once

#include <array>
#include <bitset>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"

namespace enlace::appointment {

// The names of the API, in the order of absl::Weekday.
inline constexpr std::array<const char*, 7> kWeekdays = {"MON", "TUE", "WED", "THU",
                                                         "FRI", "SAT", "SUN"};

// Some days of the week, by absl::Weekday.
using Weekdays = std::bitset<kWeekdays.size()>;

std::string WeekdayName(absl::Weekday day);
std::optional<absl::Weekday> ParseWeekday(std::string_view name);

// In the order of the week.
std::vector<std::string> WeekdayNames(const Weekdays& days);
// The other way, leaving out what names no day.
Weekdays ParseWeekdays(const std::vector<std::string>& names);

}  // namespace enlace::appointment
