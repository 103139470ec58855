#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::appointment {

// What is offered to be booked (FHIR HealthcareService).
struct AppointmentType {
  core::Ulid id;
  std::string code;
  std::string name;
  absl::Duration duration;
  absl::Duration buffer_before;
  absl::Duration buffer_after;
  // Canonical name; absent: any.
  std::optional<std::string> modality;
  // As doctors name them; empty: any doctor.
  std::vector<std::string> specialties;
  // Only people of the clinic may book it.
  bool staff_only = false;
  // How long before its start it must be booked, and how many days ahead it may be.
  absl::Duration min_notice;
  int max_days_ahead = 365;
  bool active = true;
  absl::Time created_at;
  absl::Time updated_at;
  std::int64_t version = 1;

  friend bool operator==(const AppointmentType&, const AppointmentType&) = default;
};

}  // namespace enlace::appointment
