#include "libs/core/time_zone.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace enlace::core {
namespace {

bool IsZoneCharacter(unsigned char c) {
  return absl::ascii_isalnum(c) || c == '_' || c == '-' || c == '+' || c == '/';
}

}  // namespace

bool IsTimeZone(std::string_view name) {
  // absl::LoadTimeZone would also open any file by an absolute path, and knows names of its own
  // ("localtime", "Fixed/UTC…") that no other database of zones has.
  if (name.empty() || name.size() > 64 ||
      !absl::ascii_isupper(static_cast<unsigned char>(name[0])) || name.starts_with("Fixed/") ||
      !std::all_of(name.begin(), name.end(), IsZoneCharacter)) {
    return false;
  }
  absl::TimeZone zone;
  return absl::LoadTimeZone(std::string(name), &zone);
}

absl::TimeZone ZoneOrUtc(std::string_view name) {
  absl::TimeZone zone = absl::UTCTimeZone();
  if (IsTimeZone(name)) absl::LoadTimeZone(std::string(name), &zone);
  return zone;
}

std::string FormatLocal(absl::Time time, std::string_view zone) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%E*S%Ez", time, ZoneOrUtc(zone));
}

}  // namespace enlace::core
