#include "libs/clinical/date.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"

namespace enlace::clinical {
namespace {

int Number(std::string_view digits) {
  int number = 0;
  for (const char digit : digits) number = number * 10 + (digit - '0');
  return number;
}

}  // namespace

std::optional<absl::CivilDay> ParseDate(std::string_view text) {
  constexpr std::string_view kShape = "0000-00-00";
  if (text.size() != kShape.size()) return std::nullopt;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const bool fits = kShape[i] == '0' ? absl::ascii_isdigit(text[i]) : text[i] == kShape[i];
    if (!fits) return std::nullopt;
  }
  const int year = Number(text.substr(0, 4));
  const int month = Number(text.substr(5, 2));
  const int day = Number(text.substr(8, 2));
  const absl::CivilDay result(year, month, day);
  // CivilDay carries a 30 February over into March.
  if (result.year() != year || result.month() != month || result.day() != day) return std::nullopt;
  return result;
}

std::string FormatDate(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

absl::CivilDay Today(const core::Clock& clock, std::string_view time_zone) {
  absl::TimeZone zone = absl::UTCTimeZone();
  if (!time_zone.empty() && !absl::LoadTimeZone(std::string(time_zone), &zone)) {
    zone = absl::UTCTimeZone();
  }
  return absl::ToCivilDay(clock.Now(), zone);
}

std::optional<absl::CivilDay> ReadDate(std::string_view value, std::string_view field,
                                       absl::CivilDay latest,
                                       std::vector<core::Violation>& violations) {
  const auto day = ParseDate(Trim(value));
  if (!day) {
    violations.push_back(core::violation::DateFormat(field));
    return std::nullopt;
  }
  if (*day < absl::CivilDay(1900, 1, 1) || *day > latest) {
    violations.push_back(core::violation::DateRange(field, "1900-01-01", FormatDate(latest)));
    return std::nullopt;
  }
  return day;
}

}  // namespace enlace::clinical
