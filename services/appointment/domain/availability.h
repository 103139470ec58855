#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::appointment {

// Minutes since local midnight, 0 to 1440.
using MinuteOfDay = int;

// Weekly hours of a doctor at a site, on the site's clocks (FHIR Availability.availableTime).
struct AvailableTime {
  std::vector<absl::Weekday> days;
  MinuteOfDay start = 0;
  MinuteOfDay end = 0;
  // Both included; absent: without limit.
  std::optional<absl::CivilDay> effective_from;
  std::optional<absl::CivilDay> effective_to;
  // Also on holidays of the site's country.
  bool on_holidays = false;
  friend bool operator==(const AvailableTime&, const AvailableTime&) = default;
};

}  // namespace enlace::appointment
