#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::appointment {

// A site of the clinic (FHIR Location).
struct Location {
  core::Ulid id;
  std::string name;
  std::optional<std::string> address;
  std::optional<std::string> city;
  // IANA name.
  std::string time_zone;
  // The site of bookings that name none; at most one of a tenant.
  bool main = false;
  bool active = true;
  absl::Time created_at;
  absl::Time updated_at;
  // Grows by one with each change that is stored.
  std::int64_t version = 1;
};

// What a caller sends to make one; empty is absent.
struct LocationDraft {
  std::string name;
  std::string address;
  std::string city;
  // Left out, the tenant's.
  std::string time_zone;
  bool main = false;
  std::optional<bool> active;
};

}  // namespace enlace::appointment
