#pragma once

#include <limits>
#include <sstream>
#include <string>

#include "libs/metrics/registry.h"

namespace enlace::metrics {

// For tests: the value of a series as the text format writes it, `name{label="value"}` with the
// labels in the order of their names; not a number, which equals nothing, when there is none.
inline double ValueOf(const Registry& registry, const std::string& series) {
  std::istringstream text(registry.Text());
  for (std::string line; std::getline(text, line);) {
    if (line.starts_with(series + " ")) return std::stod(line.substr(series.size() + 1));
  }
  return std::numeric_limits<double>::quiet_NaN();
}

}  // namespace enlace::metrics
