#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "libs/core/ulid.h"

namespace enlace::appointment {

// A site of the clinic (FHIR Location).
struct Location {
  core::Ulid id;
  std::string name;
  std::optional<std::string> address;
  std::optional<std::string> city;
  // ISO 3166, two letters.
  std::string country;
  // IANA name.
  std::string time_zone;
  // Codes of the EPS that are taken here, each once; empty: every one.
  std::vector<std::string> insurers;
  // The site of bookings that name none; at most one of a tenant.
  bool main = false;
  bool active = true;
  absl::Time created_at;
  absl::Time updated_at;
  // Grows by one with each change that is stored.
  std::int64_t version = 1;

  friend bool operator==(const Location&, const Location&) = default;
};

// The fields of a site as a caller sent them, not judged yet. Absent: not sent.
struct LocationInput {
  std::optional<std::string> name;
  std::optional<std::string> address;
  std::optional<std::string> city;
  std::optional<std::string> country;
  std::optional<std::string> time_zone;
  // Replaces the whole list.
  std::optional<std::vector<std::string>> insurers;
  std::optional<bool> main;
  std::optional<bool> active;
  // JSON names of the fields to be cleared.
  std::vector<std::string> clear_fields;
};

}  // namespace enlace::appointment
