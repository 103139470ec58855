#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::appointment {

// A room of a site (FHIR Location of physical type room).
struct Room {
  core::Ulid id;
  // Its site.
  core::Ulid location_id;
  // Unique among the live rooms of the site.
  std::string name;
  bool active = true;
  absl::Time created_at;
  absl::Time updated_at;
  // Grows by one with each change that is stored.
  std::int64_t version = 1;

  friend bool operator==(const Room&, const Room&) = default;
};

// The fields of a room as a caller sent them, not judged yet. Absent: not sent.
struct RoomInput {
  std::optional<std::string> clinic_id;
  std::optional<std::string> name;
  std::optional<bool> active;
  // JSON names of the fields to be cleared; a room can do without none.
  std::vector<std::string> clear_fields;
};

// The filter of a list as it was sent; empty is absent.
struct RoomQuery {
  std::string clinic_id;
  std::optional<bool> active;
};

}  // namespace enlace::appointment
