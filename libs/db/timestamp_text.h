#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace enlace::db {

// timestamptz in UTC with microseconds; the infinities by their names.
std::string FormatTimestamp(absl::Time time);

// Reads what a server with DateStyle ISO and TimeZone UTC prints: `2026-01-31 13:05:09.25+00`.
std::optional<absl::Time> ParseTimestamp(std::string_view text);

}  // namespace enlace::db
