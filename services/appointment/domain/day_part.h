#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/appointment/domain/availability.h"

namespace enlace::appointment {

// A part of the day, by the minutes of the local time at which an appointment begins; by default
// all of it.
struct DayPart {
  MinuteOfDay start = 0;
  MinuteOfDay end = 24 * 60;
};

// Afternoon and evening overlap: after five is both to those who work.
inline constexpr DayPart kMorning{0, 12 * 60};
inline constexpr DayPart kAfternoon{12 * 60, 19 * 60};
inline constexpr DayPart kEvening{17 * 60, 24 * 60};

// MORNING, AFTERNOON or EVENING; nullopt for the whole day.
std::optional<std::string> DayPartName(const DayPart& part);
std::optional<DayPart> ParseDayPart(std::string_view name);

}  // namespace enlace::appointment
