#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "libs/core/error.h"
#include "services/appointment/domain/availability.h"
#include "services/appointment/domain/practitioner_role.h"

namespace enlace::appointment {

// Reads weekly hours, the days of each in the order of the week. Adds what is wrong under `field`
// ("availableTimes[1].endTime"):
//   LIST_LENGTH    more than 50 entries, or more than 7 days in one
//   REQUIRED       no days, no start or no end
//   ENUM_VALUE     a day that is not MON to SUN
//   REPEATED       a day that the entry has already
//   TIME_OF_DAY    not HH:MM
//   TIME_ORDER     an end that is not after the start
//   DATE_FORMAT, DATE_RANGE, DATE_ORDER   of effectiveFrom and effectiveTo
//   HOURS_OVERLAP  an entry that overlaps one before it on a day on which both are in effect
// The outcome is of use only when nothing was added.
std::vector<AvailableTime> ReadAvailableTimes(const std::vector<AvailableTimeDraft>& drafts,
                                              std::string_view field,
                                              std::vector<core::Violation>& violations);

// `HH:MM`, 00:00 to 24:00.
std::string FormatMinute(MinuteOfDay minute);
std::optional<MinuteOfDay> ParseMinute(std::string_view text);

}  // namespace enlace::appointment
