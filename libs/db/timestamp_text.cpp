#include "libs/db/timestamp_text.h"

#include <cstdint>

#include "absl/strings/str_cat.h"

namespace enlace::db {
namespace {

// The number in `text` at [position, position + digits); -1 where it is none.
int Digits(std::string_view text, std::size_t position, std::size_t digits) {
  int value = 0;
  for (std::size_t i = position; i < position + digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

absl::Dec Two(int number) { return absl::Dec(number, absl::kZeroPad2); }

}  // namespace

std::string FormatTimestamp(absl::Time time) {
  if (time == absl::InfiniteFuture()) return "infinity";
  if (time == absl::InfinitePast()) return "-infinity";
  // absl::FormatTime reads its format anew each time.
  const auto micros = absl::ToUnixMicros(time);
  const auto civil = absl::ToCivilSecond(time, absl::UTCTimeZone());
  const auto fraction = ((micros % 1'000'000) + 1'000'000) % 1'000'000;
  return absl::StrCat(absl::Dec(civil.year(), absl::kZeroPad4), "-", Two(civil.month()), "-",
                      Two(civil.day()), " ", Two(civil.hour()), ":", Two(civil.minute()), ":",
                      Two(civil.second()), ".", absl::Dec(fraction, absl::kZeroPad6), "+00");
}

std::optional<absl::Time> ParseTimestamp(std::string_view text) {
  if (text == "infinity") return absl::InfiniteFuture();
  if (text == "-infinity") return absl::InfinitePast();
  constexpr std::string_view kShape = "0000-00-00 00:00:00";
  if (text.size() < kShape.size() + 3 || !text.ends_with("+00")) return std::nullopt;
  for (const std::size_t i : {4, 7, 10, 13, 16}) {
    if (text[i] != kShape[i]) return std::nullopt;
  }
  const int year = Digits(text, 0, 4), month = Digits(text, 5, 2), day = Digits(text, 8, 2);
  const int hour = Digits(text, 11, 2), minute = Digits(text, 14, 2), second = Digits(text, 17, 2);
  if (year < 0 || month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0) {
    return std::nullopt;
  }
  std::string_view fraction = text.substr(kShape.size(), text.size() - kShape.size() - 3);
  int micros = 0;
  if (!fraction.empty()) {
    if (fraction.front() != '.' || fraction.size() < 2 || fraction.size() > 7) return std::nullopt;
    micros = Digits(fraction, 1, fraction.size() - 1);
    if (micros < 0) return std::nullopt;
    for (std::size_t i = fraction.size(); i < 7; ++i) micros *= 10;
  }
  return absl::FromCivil(absl::CivilSecond(year, month, day, hour, minute, second),
                         absl::UTCTimeZone()) +
         absl::Microseconds(micros);
}

}  // namespace enlace::db
