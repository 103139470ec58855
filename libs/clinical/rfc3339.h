#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "libs/core/error.h"

namespace enlace::clinical {

// Reads a time of RFC 3339 strictly: date, `T`, hours, minutes and seconds, at most 6 digits of
// fraction, and an offset (`Z` or ±hh:mm up to 14:00). Leap seconds (`:60`) are refused.
// Surrounding white space is ignored. Kept to microseconds. Adds one violation and answers nullopt
// otherwise:
//   TIME_FORMAT          not such a text, or a day or hour that does not exist
//   TIME_OFFSET_MISSING  without offset: it could mean any place's time
//   TIME_RANGE           outside the years 1900 to 2200 (UTC), or an offset beyond 14:00
std::optional<absl::Time> ReadTime(std::string_view value, std::string_view field,
                                   std::vector<core::Violation>& violations);

}  // namespace enlace::clinical
