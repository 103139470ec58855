#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "libs/core/language.h"

namespace enlace::core {

// A time as a person would say it, on the clocks of the zone (see FormatLocal), to the minute:
//   martes 1 de diciembre a las 9:00 de la mañana
//   Tuesday, December 1 at 9:00 in the morning
// In Spanish as Colombia and Peru say it: the night begins at seven, noon and midnight have names.
std::string SpokenTime(absl::Time time, std::string_view zone, Language language);

}  // namespace enlace::core
