#include "libs/clinical/rfc3339.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/time/civil_time.h"
#include "libs/clinical/date.h"
#include "libs/clinical/text.h"
#include "libs/core/reasons.h"

namespace enlace::clinical {
namespace {

// A number of exactly two digits, at most `largest`.
std::optional<int> TwoDigits(std::string_view text, int largest) {
  if (text.size() != 2 || !absl::ascii_isdigit(text[0]) || !absl::ascii_isdigit(text[1])) {
    return std::nullopt;
  }
  const int number = (text[0] - '0') * 10 + (text[1] - '0');
  return number <= largest ? std::optional(number) : std::nullopt;
}

// Takes `.123456` from the front, if there is a fraction. Some platforms write more digits (.NET 7,
// Java and Go 9) than a timestamptz holds: those beyond are cut off.
std::optional<absl::Duration> TakeFraction(std::string_view& text) {
  if (text.empty() || text[0] != '.') return absl::ZeroDuration();
  std::size_t digits = 0;
  std::int64_t micros = 0;
  while (digits + 1 < text.size() && absl::ascii_isdigit(text[digits + 1])) {
    if (++digits <= 6) micros = micros * 10 + (text[digits] - '0');
  }
  if (digits == 0) return std::nullopt;
  for (std::size_t i = digits; i < 6; ++i) micros *= 10;
  text.remove_prefix(digits + 1);
  return absl::Microseconds(micros);
}

}  // namespace

std::optional<absl::Time> ReadTime(std::string_view value, std::string_view field,
                                   std::vector<core::Violation>& violations) {
  const auto refuse = [&](core::Violation violation) {
    violations.push_back(std::move(violation));
    return std::nullopt;
  };
  std::string_view text = Trim(value);
  if (text.size() < 19 || (text[10] != 'T' && text[10] != 't') || text[13] != ':' ||
      text[16] != ':') {
    return refuse(core::violation::TimeFormat(field));
  }
  const auto day = ParseDate(text.substr(0, 10));
  const auto hour = TwoDigits(text.substr(11, 2), 23);
  const auto minute = TwoDigits(text.substr(14, 2), 59);
  const auto second = TwoDigits(text.substr(17, 2), 59);
  text.remove_prefix(19);
  const auto fraction = TakeFraction(text);
  if (!day || !hour || !minute || !second || !fraction)
    return refuse(core::violation::TimeFormat(field));

  if (text.empty()) return refuse(core::violation::TimeOffsetMissing(field));
  absl::Duration offset = absl::ZeroDuration();
  if (text != "Z" && text != "z") {
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') {
      return refuse(core::violation::TimeFormat(field));
    }
    const auto offset_hours = TwoDigits(text.substr(1, 2), 99);
    const auto offset_minutes = TwoDigits(text.substr(4, 2), 59);
    if (!offset_hours || !offset_minutes) return refuse(core::violation::TimeFormat(field));
    offset = absl::Hours(*offset_hours) + absl::Minutes(*offset_minutes);
    if (offset > absl::Hours(14)) return refuse(core::violation::TimeRange(field));
    if (text[0] == '-') offset = -offset;
  }
  const absl::CivilSecond local(day->year(), day->month(), day->day(), *hour, *minute, *second);
  const absl::Time time = absl::FromCivil(local, absl::UTCTimeZone()) - offset + *fraction;
  if (time < absl::FromCivil(absl::CivilYear(1900), absl::UTCTimeZone()) ||
      time >= absl::FromCivil(absl::CivilYear(2201), absl::UTCTimeZone())) {
    return refuse(core::violation::TimeRange(field));
  }
  return time;
}

}  // namespace enlace::clinical
