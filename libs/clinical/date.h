#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/civil_time.h"
#include "libs/core/clock.h"
#include "libs/core/error.h"

namespace enlace::clinical {

// A day of the Gregorian calendar from `YYYY-MM-DD`, nothing before or after it; nullopt for any
// other text and for days that do not exist (2023-02-29).
std::optional<absl::CivilDay> ParseDate(std::string_view text);

// `YYYY-MM-DD`.
std::string FormatDate(absl::CivilDay day);

// The day it is now in the IANA time zone; in UTC where the zone is unknown or empty.
absl::CivilDay Today(const core::Clock& clock, std::string_view time_zone);

// A day from 1900-01-01 up to `latest`. Adds DATE_FORMAT or DATE_RANGE otherwise. Surrounding white
// space is ignored.
std::optional<absl::CivilDay> ReadDate(std::string_view value, std::string_view field,
                                       absl::CivilDay latest,
                                       std::vector<core::Violation>& violations);

}  // namespace enlace::clinical
