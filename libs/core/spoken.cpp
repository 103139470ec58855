#include "libs/core/spoken.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "libs/core/time_zone.h"

namespace enlace::core {
namespace {

// By absl::Weekday, from Monday, and by month.
constexpr std::array kDays = {"lunes",   "martes", "miércoles", "jueves",
                              "viernes", "sábado", "domingo"};
constexpr std::array kMonths = {"enero",      "febrero", "marzo",     "abril",
                                "mayo",       "junio",   "julio",     "agosto",
                                "septiembre", "octubre", "noviembre", "diciembre"};
constexpr std::array kEnglishDays = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                     "Friday", "Saturday", "Sunday"};
constexpr std::array kEnglishMonths = {"January",   "February", "March",    "April",
                                       "May",       "June",     "July",     "August",
                                       "September", "October",  "November", "December"};

// Where the part of a day that has its own name begins, by hours.
struct PartOfDay {
  int from;
  const char* spanish;
  const char* english;
};
constexpr std::array<PartOfDay, 5> kParts = {{{0, "de la noche", "at night"},
                                              {1, "de la mañana", "in the morning"},
                                              {12, "del mediodía", "in the afternoon"},
                                              {13, "de la tarde", "in the afternoon"},
                                              {19, "de la noche", "in the evening"}}};

const PartOfDay& PartOf(int hour) {
  const auto* part = &kParts.front();
  for (const auto& candidate : kParts) {
    if (candidate.from <= hour) part = &candidate;
  }
  return *part;
}

}  // namespace

std::string SpokenTime(absl::Time time, std::string_view zone, Language language) {
  const auto local = absl::ToCivilMinute(time, ZoneOrUtc(zone));
  const auto day = static_cast<std::size_t>(absl::GetWeekday(local));
  const auto month = static_cast<std::size_t>(local.month() - 1);
  const int hour = local.hour() % 12 == 0 ? 12 : local.hour() % 12;
  const auto minute = absl::Dec(local.minute(), absl::kZeroPad2);
  const auto& part = PartOf(local.hour());
  if (language == Language::kEnglish) {
    return absl::StrCat(kEnglishDays[day], ", ", kEnglishMonths[month], " ", local.day(), " at ",
                        hour, ":", minute, " ", part.english);
  }
  return absl::StrCat(kDays[day], " ", local.day(), " de ", kMonths[month],
                      hour == 1 ? " a la " : " a las ", hour, ":", minute, " ", part.spanish);
}

}  // namespace enlace::core
