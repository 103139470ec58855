#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace enlace::core {

// Whether `name` is a zone of the installed IANA database: "America/Bogota", "UTC".
bool IsTimeZone(std::string_view name);

// The zone of that name; UTC when it has gone from the database.
absl::TimeZone ZoneOrUtc(std::string_view name);

// The time on the clocks of the zone, RFC 3339 with its offset at that moment
// (`2026-12-01T09:00:00-05:00`); fractions only where there are some.
std::string FormatLocal(absl::Time time, std::string_view zone);

}  // namespace enlace::core
