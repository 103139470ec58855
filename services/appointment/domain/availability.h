#pragma once

#include <cstdint>
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
  // At least one, Monday first.
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

// A time at which hours differ from the weekly ones.
struct ScheduleException {
  enum class Kind { kClosed, kOpen };
  core::Ulid id;
  // Absent: every doctor of the site. One of both is there; an open one has both.
  std::optional<core::Ulid> practitioner_id;
  // Absent: every site of the doctor.
  std::optional<core::Ulid> location_id;
  Kind kind = Kind::kClosed;
  absl::Time start;
  absl::Time end;
  std::optional<std::string> reason;
  absl::Time created_at;
  absl::Time updated_at;
  // Grows by one with each change that is stored.
  std::int64_t version = 1;
};

// A day on which the people of a country are off.
struct Holiday {
  absl::CivilDay day;
  std::string name_es;
  std::string name_en;
  // ISO 3166, two letters.
  std::string country;
};

}  // namespace enlace::appointment
