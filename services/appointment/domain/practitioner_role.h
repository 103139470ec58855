#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "libs/core/ulid.h"
#include "services/appointment/domain/availability.h"

namespace enlace::appointment {

// That a doctor works at a site, and when (FHIR PractitionerRole).
struct PractitionerRole {
  core::Ulid id;
  core::Ulid practitioner_id;
  core::Ulid location_id;
  // At most 50, which do not overlap.
  std::vector<AvailableTime> available_times;
  // The doctor works there.
  bool active = true;
  absl::Time created_at;
  absl::Time updated_at;
  // Grows by one with each change that is stored.
  std::int64_t version = 1;

  friend bool operator==(const PractitionerRole&, const PractitionerRole&) = default;
};

// Weekly hours as a caller sends them; empty is absent.
struct AvailableTimeDraft {
  // MON to SUN.
  std::vector<std::string> days_of_week;
  // HH:MM.
  std::string start_time;
  std::string end_time;
  // YYYY-MM-DD.
  std::string effective_from;
  std::string effective_to;
  bool on_holidays = false;
};

// What a caller sends to make a role; empty is absent.
struct PractitionerRoleDraft {
  std::string doctor_id;
  std::string clinic_id;
  std::vector<AvailableTimeDraft> available_times;
  std::optional<bool> active;
};

// What a caller sends to change one; absent is left as it is.
struct PractitionerRolePatch {
  std::optional<std::vector<AvailableTimeDraft>> available_times;
  std::optional<bool> active;
  // JSON names of the fields to be cleared.
  std::vector<std::string> clear_fields;
};

}  // namespace enlace::appointment
